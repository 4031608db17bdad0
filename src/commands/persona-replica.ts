import { defineCommand } from "../chat/command.ts";
import { defineForm } from "../chat/form/form.ts";
import { UserError } from "../errors.ts";
import { findOwn, note, replicaButton } from "./reply/persona-buttons.ts";
import { personaOutcome } from "./reply/persona-reply.ts";
import type { Services } from "./services.ts";

const replicaForm = defineForm({
  title: "Change replica",
  submit: "Try again",
  fields: {
    replica: {
      kind: "line",
      label: "Replica ID",
      hint: "As Tavus names it, such as r90bbd427f71. Empty: Tavus's default.",
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

  async run({ replica }, context) {
    const { services, formId, saved } = context;
    const [id = ""] = formId.split(".");
    const persona = await findOwn(id, context);
    if (services.isReplicaRequired && replica === "") {
      throw new UserError("Tavus needs a replica here: type its ID.");
    }
    const change = {
      tenantId: persona.tenantId,
      id: persona.id,
      replicaId: replica,
      by: context.member.userId,
    };
    const changed = await services.personas.changeReplica(change, saved);
    note(context, "replica", changed);
    return personaOutcome(changed, context);
  },
});
