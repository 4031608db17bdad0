import type { CommandListing } from "../../src/chat/command.ts";
import { defineForm } from "../../src/chat/form/form.ts";

/** A form with every kind of field. */
export const personaForm = defineForm({
  title: "New persona",
  submit: "Create",
  fields: {
    name: { kind: "line", label: "Name", maxLength: 80, required: true, placeholder: "Ada" },
    traits: {
      kind: "choices",
      label: "Traits",
      choices: [
        { value: "calm", label: "Calm" },
        { value: "playful", label: "Playful" },
      ],
    },
    tone: {
      kind: "choice",
      label: "Tone",
      initial: "warm",
      choices: [
        { value: "warm", label: "Warm" },
        { value: "dry", label: "Dry" },
      ],
    },
    prompt: { kind: "paragraph", label: "Prompt", hint: "How it behaves", maxLength: 3000 },
    model: {
      kind: "choice",
      label: "Model",
      early: true,
      choices: [{ value: "tavus-glm-4.7", label: "GLM" }],
    },
    replica: { kind: "search", label: "Replica", early: true, required: true },
    file: { kind: "file", label: "Prompt file", early: true, extensions: [".txt", ".md"], maxBytes: 100_000 },
  },
});

export const listings: CommandListing[] = [
  {
    name: "persona-create",
    summary: "Make a persona here and in Tavus",
    access: "manager",
    form: personaForm,
  },
  { name: "persona-setup", summary: "Set up this team", access: "admin" },
  {
    name: "persona-list",
    summary: "List the personas",
    access: "member",
    options: {
      filter: { kind: "choice", label: "Filter", choices: [{ value: "linked", label: "Linked" }] },
      persona: { kind: "search", early: true, label: "Persona" },
    },
  },
];

/** The payload of an interaction of this type as the gateway delivers it, shortened to what matters. */
export function aPayload(type: number, data: object, more: object = {}): Record<string, unknown> {
  return {
    id: "1300000000000000001",
    application_id: "1200000000000000001",
    token: "a-token",
    version: 1,
    type,
    guild_id: "1100000000000000001",
    channel_id: "1000000000000000001",
    locale: "de",
    guild_locale: "en-US",
    member: { user: { id: "900000000000000001", username: "ada" }, permissions: "2147483647", roles: [] },
    data,
    ...more,
  };
}
