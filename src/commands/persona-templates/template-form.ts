import type { FieldErrors, LineField } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { Unwritten } from "../../personas/templates.ts";
import { mostTemplates } from "../../personas/templates.ts";
import { fold } from "../../text/fold.ts";
import { templates as builtIn } from "../persona-create/choice-fields.ts";
import { editForm } from "../persona-edit/edit-form.ts";

/** With what tells it apart from those that are built in, it fits into a menu of either platform. */
export const longestTemplateName = 60;

const name: LineField = {
  kind: "line",
  label: "Name of the template",
  hint: "How your team finds it when it makes a persona",
  maxLength: longestTemplateName,
  required: true,
};

export const saveTemplateForm = defineForm({ title: "Save as template", submit: "Save", fields: { name } });

const { template: _, ...personaFields } = editForm.fields;

export const editTemplateForm = defineForm({
  title: "Edit template",
  submit: "Save",
  elsewhere: "What is not shown stays: its kind, replica, model and voice.",
  fields: { ...personaFields, name },
});

/**
 * Slack counts UTF-16 units, and would refuse the whole form for one option too long. Names differ also from those that are
 * built in, so that what is typed means one of them.
 */
export function mistakesInName(values: { name: string }): FieldErrors {
  const name = tidyName(values.name);
  if (name.length > longestTemplateName) {
    return {
      name: "This name is too long for a menu, where an emoji counts twice or more. Shorten it.",
    };
  }
  const folded = fold(name);
  const isTaken = builtIn.some(({ value, label }) => [value, label].some((other) => fold(other) === folded));
  return isTaken ? { name: "A template that is built in is called so. Choose another name." } : {};
}

/** One line, as it stands in menus. */
export function tidyName(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Why it could not be written, beside its field. */
export function errorsFor(why: Exclude<Unwritten, "changed">): FieldErrors {
  return { name: whyNot[why] };
}

/** Why a template under this name cannot be in use, and what to do. */
export const whyNot: { [why in Exclude<Unwritten, "changed">]: string } = {
  nameTaken:
    "Your team has a template of this name. Choose another name, or change that one under /persona-templates.",
  full: `Your team has ${mostTemplates} templates, as many as it may have. Remove one under /persona-templates first.`,
};
