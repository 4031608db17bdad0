import { type ButtonAction, type Context, definePlainCommand, type Outcome } from "../../chat/command.ts";
import type { SearchField } from "../../chat/form/field.ts";
import { wholeStart } from "../../cut-text.ts";
import { UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import { withoutQuotes } from "../../text/quotes.ts";
import { replicaNamed, suggestReplicas } from "../ask/replica-choices.ts";
import type { Services } from "../services.ts";
import { looking, type Shown } from "./looking.ts";
import { decodePage, longestSearch, type PageState } from "./page-state.ts";
import { replicaCard } from "./replica-card.ts";
import { noDefault, replicasPage } from "./replicas-page.ts";
import { voicesPage } from "./voices-page.ts";

const options = {
  replica: {
    kind: "search",
    early: true,
    label: "Replica",
    hint: "A name or part of it, or a replica ID; nothing shows all",
  },
} as const satisfies { replica: SearchField };

/** The faces of the account, Tavus's stock behind its own, and what can be done with one. */
export const personaReplicas = definePlainCommand<Services, typeof options>({
  name: "persona-replicas",
  summary: "See the replicas (faces) and voices of your Tavus account",
  access: "member",
  options,
  suggest: (_field, typed, context) => suggestReplicas(typed, context),
  buttons: {
    replicas: pageAction(replicasPage),
    voices: pageAction(voicesPage),
    "replica-open": {
      access: "member",
      run: async (id, context) => ({
        kind: "reply",
        reply: await looking(context, () => replicaCard(id, context)),
      }),
    },
    "replica-default": {
      access: "admin",
      run: async (id, context) => ({ kind: "reply", reply: await setDefault(id, context) }),
    },
    "replica-use": {
      access: "author",
      opensForm: true,
      run: async (id, { services, member }) => ({
        kind: "form",
        command: "persona-create",
        formId: randomId(16),
        values: { replica: id },
        notice: `Its replica: ${await nameAtOnce(id, member.tenantId, services)}.`,
      }),
    },
  },

  async run({ replica: typed }, context) {
    const search = withoutQuotes(typed).trim();
    const known =
      search === "" ? undefined : await context.services.replicas.find(context.member.tenantId, search);
    if (known) return looking(context, () => replicaCard(known.id, context));
    const state = { page: 0, search: wholeStart(search, longestSearch) };
    return looking(context, () => replicasPage(state, context));
  },
});

function pageAction(
  show: (state: PageState, context: Context<Services>) => Promise<Shown>,
): ButtonAction<Services> {
  return {
    access: "member",
    async run(text, context) {
      const state = decodePage(text);
      if (!state) throw new UserError("This list is from an older version. Run /persona-replicas again.");
      return { kind: "reply", reply: await looking(context, () => show(state, context)) };
    },
  };
}

/** The form must open at once, so nobody is waited for. */
async function nameAtOnce(id: string, tenantId: string, services: Services): Promise<string> {
  const known = await services.replicas.remembered(tenantId);
  return known.some((replica) => replica.id === id) ? replicaNamed(tenantId, id, services) : id;
}

async function setDefault(id: string, context: Context<Services>): Promise<Outcome> {
  const { services, member } = context;
  const { tenantId } = member;
  const isNone = id === noDefault;
  if (!isNone) await refuseUnusable(id, context);
  await services.settings.change(tenantId, { defaultReplicaId: isNone ? null : id });
  services.audit.record(context, { action: "setup", details: "default replica" });
  if (!isNone) {
    const head = { tone: "success", title: "Your team's default replica is set" } as const;
    return looking(context, () => replicaCard(id, context, head));
  }
  const head = { tone: "success", title: "Your team has no default replica any more" } as const;
  return looking(context, async () => {
    const { reply, coming } = await replicasPage({ page: 0, search: "" }, context);
    return { reply: { ...reply, ...head }, coming };
  });
}

/** What cannot be used would fail with every persona that names none. */
async function refuseUnusable(id: string, { services, member }: Context<Services>): Promise<void> {
  const usable = await services.replicas.usable(member.tenantId);
  if (usable.some((replica) => replica.id === id)) return;
  throw new UserError(
    "This replica cannot be used now, so nothing was changed. /persona-replicas shows which can be.",
  );
}
