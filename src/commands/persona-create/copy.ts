import type { FormValues } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { countCharacters, cutText } from "../../cut-text.ts";
import { type PersonaDraft, writeTyped } from "../../personas/content/draft.ts";
import { fieldOf, formKeyOf, textInputOf, textKeys } from "../../personas/content/each-field.ts";
import { modelGroup } from "../../personas/content/model.ts";
import type { Persona } from "../../personas/persona.ts";
import { inQuotes } from "../../short-name.ts";
import { personaForm } from "./persona-form.ts";

/** What is copied: a persona, or a template, which was typed here. */
export type Copied = PersonaDraft & Pick<Persona, "promptIsWhole" | "isImported">;

export type Copy = { values: FormValues; lost: string[] };

/** What the form of a new persona can hold of this one beside its name, and in words what it cannot. */
export function copyOf(persona: Copied): Copy {
  const lost = persona.isImported
    ? ["What only Tavus knows of it, such as tools, documents or a voice with a key of its own, is not here."]
    : [];
  const { name: _, ...values }: FormValues = writeTyped(persona);
  if (persona.promptIsWhole) leaveNotes(values, lost);
  leaveBoundModel(persona, { values, lost });
  leaveUnoffered({ values, lost });
  fitTexts(persona, { values, lost });
  return { values, lost };
}

const copyMark = " (copy)";

/** The name of a copy. */
export function copyName(name: string): string {
  const most = textInputOf("name").maxLength - copyMark.length;
  return `${cutText(name.replace(/\s+/g, " ").trim(), most)}${copyMark}`;
}

/** Beside a prompt that says everything they were not sent; beside the copy's they would be. */
function leaveNotes(values: FormValues, lost: string[]): void {
  const noted = [values.description, values.context].some((text) => text !== "");
  Object.assign(values, { description: "", traits: [], context: "" });
  if (noted)
    lost.push(
      "Its description and context are notes that are not sent to Tavus, so the copy leaves them out.",
    );
}

/** A model on a server that only Tavus knows. */
function leaveBoundModel({ model, isImported }: Copied, { values, lost }: Copy): void {
  if (!isImported || !modelGroup.isBoundTo(model)) return;
  values.model = "";
  lost.push(`Its model ${model} is on a server that only Tavus knows: the copy has Tavus's default.`);
}

/** What came from Tavus may be none of what is offered here. */
function leaveUnoffered({ values, lost }: Copy): void {
  const { speed, emotion } = personaForm.fields;
  for (const [key, { choices, initial, label }] of Object.entries({ speed, emotion })) {
    if (choices.some(({ value }) => value === values[key])) continue;
    lost.push(`${label} ${inQuotes(String(values[key]))} cannot be chosen here: the copy has ${initial}.`);
    values[key] = initial;
  }
}

/** A long prompt comes as a file, as it would be sent; another text that its box does not take stays out. */
function fitTexts(persona: Copied, { values, lost }: Copy): void {
  for (const key of textKeys) {
    const text = persona[key] ?? "";
    const name = formKeyOf(key);
    // As the form itself counts what is typed into it, and no more than Slack shows in it.
    const isHeld = countCharacters(text) <= textInputOf(key).maxLength && text.length <= limits.text;
    if (key === "name" || values[name] === "" || isHeld) continue;
    values[name] = "";
    if (key === "prompt") values.prompt_file = { name: "prompt.md", text };
    else
      lost.push(
        `Its ${fieldOf(key).called} of ${countCharacters(text)} characters does not fit into the form.`,
      );
  }
}
