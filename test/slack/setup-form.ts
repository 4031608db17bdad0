import { defineForm, type OpenForm } from "../../src/chat/form/form.ts";

/** A form with the fields that stand for things of the workspace. */
export const setupForm = defineForm({
  title: "Set up",
  submit: "Save",
  fillsOn: "start",
  fields: {
    start: {
      kind: "choice",
      label: "Start",
      choices: [
        { value: "empty", label: "Empty" },
        { value: "random", label: "Random" },
      ],
      early: true,
    },
    key: { kind: "line", label: "Key", maxLength: 100, secret: true },
    replica: { kind: "pick", label: "Replica", maxLength: 100, placeholder: "Whom to show" },
    channel: { kind: "channel", label: "Channel" },
    managers: { kind: "people", label: "Managers", most: 2 },
  },
});

export const replicas = [
  { value: "r1", label: "Anna" },
  { value: "r2", label: "Ben" },
];

export function anOpenSetup(change: Partial<OpenForm> = {}): OpenForm {
  const choices = { replica: replicas };
  return { form: setupForm, command: "persona-setup", formId: "f0rm", values: {}, choices, ...change };
}
