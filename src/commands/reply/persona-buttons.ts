import { automaticUser } from "../../automatic-user.ts";
import type { ButtonAction, Context } from "../../chat/command.ts";
import { DeletedMeanwhileError, GoneError, UserError } from "../../errors.ts";
import type { Persona } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import type { AuditAction } from "../../tenants/audit.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import type { Services } from "../services.ts";
import { mayLinkByHand, personaReply, quoted } from "./persona-reply.ts";
import { cardOf } from "./shared-card.ts";

export const retryButton: ButtonAction<Services> = {
  access: "author",
  async run(id, context) {
    const persona = await findOwn(id, context);
    const { personas } = context.services;
    personas.takeOver(persona);
    const retrying = personas.retry(persona.tenantId, persona.id, context.member.userId);
    const retried = await noteDeleted(context, { action: "retry", persona }, retrying);
    note(context, "retry", persona);
    return { kind: "reply", reply: await outcomeOrChoice(retried, context) };
  },
};

export const shareButton: ButtonAction<Services> = {
  access: "author",
  async run(id, context) {
    const persona = await findOwn(id, context);
    const shown = personaReply(persona, await mayLinkByHand(context));
    const { buttons = [], ...reply } = shown;
    return {
      kind: "share",
      post: await cardOf(persona, context.services, { sharedBy: context.member.userId }),
      // Shared once is shared: the answer offers it no more.
      afterwards: {
        ...reply,
        buttons: buttons.filter(({ action }) => action !== "share"),
        notes: [...(reply.notes ?? []), "Shared to the channel."],
      },
      otherwise: { ...shown, notes: [...(reply.notes ?? []), notSharedNote] },
    };
  },
};

const notSharedNote =
  "It could not be shared to the channel. If it is not there, press Share to channel again.";

export const replicaButton: ButtonAction<Services> = {
  access: "author",
  opensForm: true,
  async run(id, context) {
    const persona = await findOwn(id, context);
    const notice = `${quoted(persona.name)} keeps everything else.`;
    const values = { persona: persona.id, replica: persona.replicaId ?? "" };
    return {
      kind: "form",
      command: "persona-replica",
      formId: `${persona.id}.${randomId(6)}`,
      values,
      notice,
    };
  },
};

/** Notes in the team's log what has been done. */
export function note(context: Context<Services>, action: AuditAction, { id, name }: Persona): void {
  context.services.audit.record(context, { action, personaId: id, details: name });
}

/** The same of what is being done: also where that is done, and somebody has deleted the persona before its outcome was known. */
export async function noteDeleted<Result>(
  context: Context<Services>,
  { action, persona }: { action: AuditAction; persona: Persona },
  doing: Promise<Result>,
): Promise<Result> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof DeletedMeanwhileError) note(context, action, persona);
    throw error;
  }
}

/** The persona, for whoever may act on it: its maker until the team names managers, and managers and admins. */
export async function findOwn(
  id: string,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Persona> {
  const persona = await services.personas.find(member.tenantId, id);
  if (!persona) throw new GoneError("This persona is not here any more. /persona-list shows those that are.");
  if (persona.createdBy === member.userId || (await member.role()) !== "member") return persona;
  const others = await whoElse(member.tenantId, services);
  if (persona.createdBy === automaticUser)
    throw new UserError(`${quoted(persona.name)} was brought here by an automatic sync. ${others}`);
  throw new MadeByAnother(`${quoted(persona.name)} was made by somebody else. ${others}`, persona.createdBy);
}

/** Whoever reads it is shown who that is. */
export class MadeByAnother extends UserError {
  override readonly name = "MadeByAnother";
  readonly by: string;

  constructor(message: string, by: string) {
    super(message);
    this.by = by;
  }
}

/** Whom to ask about what somebody else made; a manager only where the team has named any. */
export async function whoElse(tenantId: string, { settings }: Services): Promise<string> {
  const { managers } = await settings.of(tenantId);
  return managers.length > 0 ? "Ask them, a manager or an admin." : "Ask them or an admin.";
}
