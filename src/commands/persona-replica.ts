import { defineCommand } from "../chat/command.ts";
import { defineForm } from "../chat/form/form.ts";
import { UserError } from "../errors.ts";
import { replicaChoice } from "./ask/replica-choices.ts";
import { withUndo } from "./persona-history/with-undo.ts";
import { changesLine, withNote } from "./reply/changes.ts";
import { findOwn, note, noteDeleted, replicaButton } from "./reply/persona-buttons.ts";
import { personaOutcome } from "./reply/persona-reply.ts";
import type { Services } from "./services.ts";

/** A select of Slack's cannot be emptied, so that none is a choice of its own. */
const none = "none";

const replicaForm = defineForm({
  title: "Change replica",
  submit: "Try again",
  fields: {
    replica: {
      kind: "pick",
      label: "Replica",
      hint: "Its face and voice, of those that can be used. None: Tavus's default.",
      placeholder: "None: Tavus's default",
      maxLength: 100,
    },
    replica_id: {
      kind: "line",
      label: "Or another replica's ID",
      hint: "As Tavus names it, such as r90bbd427f71. If filled in, it replaces the choice above.",
      maxLength: 100,
    },
  },
});

/** The form behind "Change replica", for a persona whose replica Tavus refused; not a command of its own. */
export const personaReplica = defineCommand<Services, typeof replicaForm.fields>({
  name: "persona-replica",
  summary: "Give a persona another replica",
  access: "author",
  isListed: false,
  isToldByQueue: true,
  form: replicaForm,
  buttons: { replica: replicaButton },

  async choices({ services, member }) {
    const known = await services.replicas.known(member.tenantId);
    // Without a list there is a field to type in.
    if (known.length === 0) return {};
    const nobody = services.isReplicaRequired ? [] : [{ value: none, label: "None: Tavus's default" }];
    return { replica: [...nobody, ...known.map(replicaChoice)] };
  },

  async run({ replica, replica_id: typed }, context) {
    const { services, formId, saved } = context;
    const [id = ""] = formId.split(".");
    const persona = await findOwn(id, context);
    const chosen = typed || (replica === none ? "" : replica);
    if (services.isReplicaRequired && chosen === "") {
      throw new UserError("Tavus needs a replica here: choose one, or type its ID.");
    }
    const change = {
      tenantId: persona.tenantId,
      id: persona.id,
      replicaId: chosen,
      by: context.member.userId,
    };
    const changing = services.personas.changeReplica(change, saved);
    const changed = await noteDeleted(context, { action: "replica", persona }, changing);
    note(context, "replica", changed);
    const line = changesLine(persona, { ...persona, replicaId: chosen || undefined });
    const told = withNote(await personaOutcome(changed, context), line);
    return line === undefined ? told : withUndo(told, { id, of: ["replica"], context });
  },
});
