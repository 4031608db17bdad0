import { defineCommand, definePlainCommand } from "../chat/command.ts";
import type { FormValues } from "../chat/field.ts";
import { defineForm } from "../chat/form.ts";
import { limits } from "../chat/limits.ts";
import type { Reply } from "../chat/reply.ts";
import type { Persona, PersonaDraft } from "../personas/persona.ts";
import { randomId } from "../random-id.ts";
import { shortName } from "../short-name.ts";
import { findOwn } from "./persona-buttons.ts";
import { suggestReplicas } from "./persona-create.ts";
import { draftOf, type PersonaFormValues, personaForm } from "./persona-form.ts";
import { personaOption, resolvePersona, suggestPersonas } from "./persona-option.ts";
import { personaOutcome, quoted } from "./persona-reply.ts";
import type { Services } from "./services.ts";

const { initial: _, ...model } = personaForm.fields.model;

const editForm = defineForm({
  ...personaForm,
  title: "Edit persona",
  submit: "Save",
  fields: {
    ...personaForm.fields,
    // One that came from Tavus may have a model that is not offered here.
    model: { ...model, hint: "The language model that answers; none chosen: as it is now" },
  },
});

const formName = "persona-edit-form";

/** The form, filled in; what is saved goes to Tavus too. */
export const personaEdit = definePlainCommand<Services, { persona: typeof personaOption }>({
  name: "persona-edit",
  summary: "Change a persona here and in Tavus",
  access: "author",
  opensForm: true,
  options: { persona: personaOption },
  suggest: (_field, typed, context) => suggestPersonas(typed, context),
  buttons: {
    edit: {
      access: "author",
      opensForm: true,
      run: async (id, context) => formFor(await findOwn(id, context)),
    },
  },

  async run({ persona: text }, context) {
    const found = await resolvePersona(text, "edit", context);
    return "ask" in found ? found.ask : formFor(await findOwn(found.persona.id, context));
  },
});

/** The form that `/persona-edit` and the Edit button open. Its id says which revision it was filled in from. */
export const personaEditForm = defineCommand<Services, typeof editForm.fields>({
  name: formName,
  summary: "Change a persona",
  access: "author",
  isListed: false,
  form: editForm,
  suggest: (_field, typed, context) => suggestReplicas(typed, context),
  check: (values) => {
    const isEmpty = values.prompt.trim() === "" && !values.prompt_file;
    return isEmpty ? { prompt: "A persona needs a prompt: type one, or add a prompt file." } : {};
  },

  async run(values, context) {
    const [id = "", baseRevision = ""] = context.formId.split(".");
    const persona = await findOwn(id, context);
    const { tenantId } = persona;
    const draft = draftFrom(values, persona);
    const request = { tenantId, id, draft, baseRevision: Number(baseRevision) };
    const result = await context.services.personas.edit(request, context.saved);
    if (result.kind === "conflict") return conflictReply(result.persona, draft);
    return personaOutcome(result.persona, context.services);
  },
});

/** What was not shown in the form, because it does not fit, stays unless something was typed in its place. */
function draftFrom(values: PersonaFormValues, persona: Persona): PersonaDraft {
  const isContextKept = isLong(persona.context) && values.context.trim() === "";
  return {
    ...draftOf(values),
    prompt: newPrompt(values, persona),
    context: isContextKept ? persona.context : values.context,
    model: values.model || persona.model,
  };
}

/** A file that was sent takes the place of the prompt that stood in the box; what else was typed goes below it. */
function newPrompt({ prompt, prompt_file }: PersonaFormValues, persona: Persona): string {
  const file =
    prompt_file?.name === keptPrompt.name && prompt_file.text === keptPrompt.text ? undefined : prompt_file;
  const isTyped = prompt.trim() !== "" && prompt.trim() !== persona.prompt.trim();
  if (file) return isTyped ? `${file.text}\n\n${prompt}` : file.text;
  return prompt.trim() === "" ? persona.prompt : prompt;
}

/** Stands in the form for a long prompt that shall stay as it is. */
const keptPrompt = { name: "kept-prompt.md", text: "kept" };

const longestName = personaForm.fields.name.maxLength;

function isLong(text: string): boolean {
  return text.length > limits.text;
}

function formFor(persona: Persona) {
  const notice = noticeOf(persona);
  return {
    kind: "form",
    command: formName,
    formId: `${persona.id}.${persona.revision}.${randomId(6)}`,
    values: valuesOf(persona),
    ...(notice ? { notice } : {}),
  } as const;
}

/** One that came from Tavus may hold more than a form takes. */
function noticeOf({ name, prompt, context }: Persona): string {
  return [
    ...(isLong(prompt)
      ? [`${prompt.length} characters of prompt are kept; type or send a file to replace them.`]
      : []),
    ...(isLong(context) ? [`${context.length} characters of context are kept; type to replace them.`] : []),
    ...(name.length > longestName
      ? [`Its name has ${name.length} characters; saved, it has ${longestName}.`]
      : []),
  ].join(" ");
}

function valuesOf(persona: Persona): FormValues {
  const { name, prompt, context } = persona;
  return {
    template: persona.template,
    kind: persona.kind,
    replica: persona.replicaId ?? "",
    model: model.choices.some(({ value }) => value === persona.model) ? persona.model : "",
    speed: persona.voiceSpeed,
    emotion: persona.voiceEmotion,
    name: name.length > longestName ? shortName(name, longestName) : name,
    description: persona.description,
    traits: [...persona.traits],
    prompt: isLong(prompt) ? "" : prompt,
    context: isLong(context) ? "" : context,
    ...(isLong(prompt) ? { prompt_file: keptPrompt } : {}),
  };
}

/** Both versions, so that nothing typed is lost: theirs stands, this person's comes back as a file. */
function conflictReply(persona: Persona, draft: PersonaDraft): Reply {
  return {
    tone: "warning",
    title: `${quoted(persona.name)} was changed by somebody else meanwhile`,
    text: "Their version stands. Yours was not saved; both are in the files. Press Edit to start from their version and put yours in again.",
    facts: [{ label: "Record here", value: persona.id, code: true }],
    files: [
      { name: "your-version.md", text: asText(draft) },
      { name: "their-version.md", text: asText(persona) },
    ],
    buttons: [
      { label: "Edit", action: "edit", state: persona.id, style: "primary" },
      { label: "Show", action: "show", state: persona.id },
    ],
  };
}

function asText(version: PersonaDraft | Persona): string {
  const { name, kind, replicaId, model: itsModel, description, traits, prompt, context } = version;
  const { voiceSpeed, voiceEmotion } = version;
  return [
    `# ${name}`,
    `Kind: ${kind}\nReplica: ${replicaId ?? "Tavus's default"}\nModel: ${itsModel}\nVoice: ${voiceSpeed}, emotion ${voiceEmotion}`,
    `## Description\n${description}`,
    `## Traits\n${traits.join(", ")}`,
    `## System prompt\n${prompt}`,
    `## Context\n${context}`,
  ].join("\n\n");
}
