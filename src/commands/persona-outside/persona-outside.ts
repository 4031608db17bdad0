import {
  type ButtonAction,
  type Context,
  defineCommand,
  type FormContext,
  type Outcome,
} from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { LandingPage } from "../../landing-pages/landing-page.ts";
import { randomId } from "../../random-id.ts";
import { sentencesFor } from "../../warnings/sentences.ts";
import { outsideLabel } from "../persona-setup/persona-setup-facts.ts";
import { findLinked } from "../persona-talk/open-room.ts";
import { note } from "../reply/persona-buttons.ts";
import type { Services } from "../services.ts";
import { mistakesIn, type OutsideValues, outsideForm, outsideFormName, usualCap } from "./outside-form.ts";
import {
  askRevokeAction,
  askRevokeReply,
  keepOutsideAction,
  outsideAction,
  outsideReply,
  revokeAction,
} from "./outside-reply.ts";

const notAllowed =
  "Nobody here may share personas outside. An admin allows it: /persona-setup, Save, then More…, Sharing outside.";

const notAllowedReply = {
  tone: "neutral",
  title: "Nobody here shares personas outside yet",
  text: "An admin allows it under Sharing outside. Whoever gets a link and its password then talks at the cost of your Tavus plan.",
  buttons: [{ label: outsideLabel, action: "setup-outside", state: "-" }],
} as const satisfies Reply;

/** The link that a persona has, or the form for a new one. */
const shareButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const { services, member } = context;
    const page = await services.landingPages.openOf(member.tenantId, id);
    if (page) return { kind: "reply", reply: outsideReply(page) };
    const { isSharingOn } = await services.settings.of(member.tenantId);
    if (!isSharingOn) return { kind: "reply", reply: notAllowedReply };
    const found = await findLinked(id, context);
    if ("reply" in found) return { kind: "reply", reply: found.reply };
    return { kind: "form", command: outsideFormName, formId: `${id}.${randomId(8)}`, values: usualCap };
  },
};

const askRevoke: ButtonAction<Services> = {
  access: "manager",
  async run(id, context) {
    const page = await findPage(id, context);
    return { kind: "reply", reply: page.state === "open" ? askRevokeReply(page) : outsideReply(page) };
  },
};

const revoke: ButtonAction<Services> = {
  access: "manager",
  async run(id, context) {
    const { services, member } = context;
    const { tenantId, userId } = member;
    const before = await findPage(id, context);
    const page = (await services.landingPages.end({ tenantId, id }, "person", userId)) ?? before;
    if (before.state === "open") {
      const { personaId, personaName: details } = page;
      services.audit.record(context, { action: "revoke-outside", personaId, details });
    }
    return { kind: "reply", reply: outsideReply(page) };
  },
};

/** The form behind "Share outside"; not a command of its own. */
export const personaOutside = defineCommand<Services, typeof outsideForm.fields>({
  name: outsideFormName,
  summary: "Share a persona with people who are in no chat",
  access: "manager",
  isListed: false,
  form: outsideForm,
  check: mistakesIn,
  buttons: {
    [outsideAction]: shareButton,
    [askRevokeAction]: askRevoke,
    [revokeAction]: revoke,
    [keepOutsideAction]: {
      access: "member",
      run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "The link stays as it is" } }),
    },
  },
  run: share,
});

async function share({ calls, minutes }: OutsideValues, context: FormContext<Services>): Promise<Outcome> {
  const { services, member, formId, saved } = context;
  const [personaId = ""] = formId.split(".");
  await requireAllowed(context);
  const found = await findLinked(personaId, context);
  if ("reply" in found) return found.reply;
  const { id, name, tavusPersonaId } = found.persona;
  const result = await services.landingPages.share(
    {
      tenantId: member.tenantId,
      userId: member.userId,
      formId,
      persona: { id, name, tavusPersonaId },
      calls: Number(calls),
      minutes: Number(minutes),
    },
    saved,
  );
  if (result.kind === "noKey") {
    const { title, happened, remedy } = sentencesFor(result.cause, { operation: "outside" });
    return { tone: "failure", title, text: `${happened} ${remedy}` };
  }
  const { page, password } = result;
  if (password === undefined || page.state !== "open") return outsideReply(page);
  note(context, "share-outside", found.persona);
  // The password goes to nobody else and nowhere else: where this answer does not arrive, the page is ended.
  return {
    ...outsideReply(page, password),
    delivered: () => services.landingPages.handed(page),
    undelivered: async () => {
      await services.landingPages.end({ tenantId: member.tenantId, id: page.id }, "undelivered");
    },
  };
}

async function requireAllowed({ services, member }: Pick<Context<Services>, "services" | "member">) {
  const { isSharingOn } = await services.settings.of(member.tenantId);
  if (!isSharingOn) throw new UserError(notAllowed);
}

async function findPage(id: string, { services, member }: Context<Services>): Promise<LandingPage> {
  const page = await services.landingPages.find(member.tenantId, id);
  if (page) return page;
  throw new UserError("This link is long over. /persona-show makes a new one, with Share outside.");
}
