import { defineForm, type OpenForm } from "../../src/chat/form/form.ts";

const kinds = [
  { value: "personal", label: "Personal" },
  { value: "creator", label: "Creator" },
];
const traits = ["friendly", "calm", "playful"].map((value) => ({ value, label: value }));

/** A form with a field of every kind. */
export const sampleForm = defineForm({
  title: "New persona",
  submit: "Create",
  fillsOn: "template",
  fields: {
    name: { kind: "line", label: "Name", maxLength: 80, required: true, placeholder: "Ada" },
    kind: { kind: "choice", label: "Kind", choices: kinds, initial: "personal", early: true },
    template: {
      kind: "choice",
      label: "Template",
      choices: [
        { value: "coach", label: "Coach" },
        { value: "blank", label: "Blank" },
      ],
      early: true,
    },
    replica: { kind: "search", label: "Replica", early: true, hint: "Type to find one" },
    traits: { kind: "choices", label: "Traits", choices: traits },
    prompt: { kind: "paragraph", label: "Prompt", maxLength: 3000 },
    file: { kind: "file", label: "Prompt file", early: true, extensions: [".txt", ".md"], maxBytes: 1000 },
  },
});

export function anOpenForm(change: Partial<OpenForm> = {}): OpenForm {
  return { form: sampleForm, command: "persona-create", formId: "f0rm", values: {}, ...change };
}
