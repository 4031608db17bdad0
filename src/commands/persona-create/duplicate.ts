import type { ButtonAction, FormResult } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import type { Reply } from "../../chat/reply.ts";
import { countCharacters } from "../../cut-text.ts";
import type { Persona } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { copyName, copyOf } from "./copy.ts";
import { duplicateAction } from "./duplicate-action.ts";

/** Opens the form of a new persona filled in from one that is here; where something does not come along, it says so first. */
export const duplicateButton: ButtonAction<Services> = {
  access: "author",
  opensForm: true,
  async run(state, context) {
    const [id = "", answer] = state.split(".");
    const found = await findOrReply(id, context);
    if ("reply" in found) return { kind: "reply", reply: found.reply };
    const { lost, ...copied } = copyOf(found.persona);
    const values = { ...copied.values, name: copyName(found.persona.name) };
    if (lost.length > 0 && answer !== confirmed)
      return { kind: "reply", reply: lossReply(found.persona, lost) };
    return formFor(found.persona, values);
  },
};

const confirmed = "yes";

function lossReply(persona: Persona, lost: readonly string[]): Reply {
  return {
    tone: "neutral",
    title: `Not all of ${quoted(persona.name)} can be copied`,
    text: ["The rest fills the form of a new persona.", ...lost.map((one) => `• ${one}`)].join("\n"),
    facts: idFacts(persona),
    buttons: [
      {
        label: "Open the form",
        action: duplicateAction,
        state: `${persona.id}.${confirmed}`,
        style: "primary",
      },
      { label: "Show", action: "show", state: persona.id },
    ],
  };
}

function formFor({ prompt }: Persona, values: FormValues): FormResult {
  const notice = values.prompt_file
    ? `Its prompt of ${countCharacters(prompt)} characters comes along as a file.`
    : undefined;
  return {
    kind: "form",
    command: "persona-create",
    formId: randomId(16),
    values,
    ...(notice ? { notice } : {}),
  };
}
