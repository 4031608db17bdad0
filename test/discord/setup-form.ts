import type { CommandListing } from "../../src/chat/command.ts";
import { defineForm } from "../../src/chat/form/form.ts";

/** A form with every kind of field that Discord fills in itself, and a secret. */
export const setupForm = defineForm({
  title: "Set up",
  submit: "Save",
  fields: {
    key: { kind: "line", label: "Tavus key", maxLength: 200, secret: true },
    warnings: { kind: "channel", label: "Warnings channel", placeholder: "No channel" },
    replica: { kind: "pick", label: "Default replica", maxLength: 100, placeholder: "None" },
    managers: { kind: "people", label: "Managers", most: 3 },
  },
});

export const setupListing: CommandListing = {
  name: "persona-setup",
  summary: "Set up this team",
  access: "member",
  form: setupForm,
};
