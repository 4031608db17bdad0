import type { ButtonAction, FormResult } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import { countCharacters, cutText } from "../../cut-text.ts";
import { writeTyped } from "../../personas/content/draft.ts";
import { fieldOf, formKeyOf, textInputOf, textKeys } from "../../personas/content/each-field.ts";
import { modelGroup } from "../../personas/content/model.ts";
import type { Persona } from "../../personas/persona.ts";
import { randomId } from "../../random-id.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { duplicateAction } from "./duplicate-action.ts";
import { personaForm } from "./persona-form.ts";

/** Opens the form of a new persona filled in from one that is here; where something does not come along, it says so first. */
export const duplicateButton: ButtonAction<Services> = {
  access: "author",
  opensForm: true,
  async run(state, context) {
    const [id = "", answer] = state.split(".");
    const found = await findOrReply(id, context);
    if ("reply" in found) return { kind: "reply", reply: found.reply };
    const { values, lost } = copyOf(found.persona);
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

type Copy = { values: FormValues; lost: string[] };

/** What the form of a new persona can hold of this one, and in words what it cannot. */
function copyOf(persona: Persona): Copy {
  const lost = persona.isImported
    ? ["What only Tavus knows of it, such as tools, documents or a voice with a key of its own, is not here."]
    : [];
  const values: FormValues = { ...writeTyped(persona), name: copyName(persona.name) };
  if (persona.promptIsWhole) leaveNotes(values, lost);
  leaveBoundModel(persona, { values, lost });
  leaveUnoffered({ values, lost });
  fitTexts(persona, { values, lost });
  return { values, lost };
}

const copyMark = " (copy)";

function copyName(name: string): string {
  const most = textInputOf("name").maxLength - copyMark.length;
  return `${cutText(name.replace(/\s+/g, " ").trim(), most)}${copyMark}`;
}

/** Beside a prompt that says everything they were not sent; beside the copy's they would be. */
function leaveNotes(values: FormValues, lost: string[]): void {
  const noted = [values.description, values.context].some((text) => text !== "");
  Object.assign(values, { description: "", traits: [], context: "" });
  if (noted)
    lost.push(
      "Its description and context are notes beside a prompt that is whole: they stay out of the copy.",
    );
}

/** A model on a server that only Tavus knows. */
function leaveBoundModel({ model, isImported }: Persona, { values, lost }: Copy): void {
  if (!isImported || !modelGroup.isBoundTo(model)) return;
  values.model = "";
  lost.push(`Its model ${model} is on a server that only Tavus knows: the copy has Tavus's default.`);
}

/** What came from Tavus may be none of what is offered here. */
function leaveUnoffered({ values, lost }: Copy): void {
  const { speed, emotion } = personaForm.fields;
  for (const [key, { choices, initial, label }] of Object.entries({ speed, emotion })) {
    if (choices.some(({ value }) => value === values[key])) continue;
    lost.push(`${label} “${String(values[key])}” cannot be chosen here: the copy has ${initial}.`);
    values[key] = initial;
  }
}

/** A long prompt comes as a file, as it would be sent; another text that its box does not take stays out. */
function fitTexts(persona: Persona, { values, lost }: Copy): void {
  for (const key of textKeys) {
    const text = persona[key] ?? "";
    const most = Math.min(textInputOf(key).maxLength, limits.text);
    const name = formKeyOf(key);
    if (key === "name" || values[name] === "" || text.length <= most) continue;
    values[name] = "";
    if (key === "prompt") values.prompt_file = { name: "prompt.md", text };
    else
      lost.push(
        `Its ${fieldOf(key).called} of ${countCharacters(text)} characters does not fit into the form.`,
      );
  }
}
