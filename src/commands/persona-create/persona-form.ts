import type { Choice, ValuesOf } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import { defaultModel, type PersonaDraft, voiceEmotions, voiceSpeeds } from "../../personas/persona.ts";
import { fillFromTemplate } from "./templates.ts";

const kinds: Choice[] = [
  { value: "personal", label: "Personal: somebody's own double" },
  { value: "historical", label: "Historical: a figure from the past" },
  { value: "professional", label: "Professional: a role at work" },
  { value: "emergency", label: "Emergency: calm guidance when it counts" },
  { value: "creator", label: "Creator: for an audience" },
];

const templates: Choice[] = [
  { value: "blank", label: "Blank: start from nothing" },
  { value: "assistant", label: "Assistant: helps get things done" },
  { value: "coach", label: "Coach: helps reach a goal" },
  { value: "educator", label: "Educator: explains a subject" },
];

/** The models hosted by Tavus, autumn 2026: https://docs.tavus.io/sections/conversational-video-interface/pal/llm */
const models: Choice[] = [
  { value: defaultModel, label: `${defaultModel} (recommended)` },
  { value: "tavus-gpt-oss", label: "tavus-gpt-oss (fastest)" },
  { value: "tavus-gemini-2.5-flash", label: "tavus-gemini-2.5-flash" },
  { value: "tavus-gemini-3-flash", label: "tavus-gemini-3-flash" },
  { value: "tavus-claude-haiku-4.5", label: "tavus-claude-haiku-4.5" },
  { value: "tavus-gpt-5.2", label: "tavus-gpt-5.2" },
];

const traits = [
  "friendly",
  "calm",
  "formal",
  "playful",
  "direct",
  "patient",
  "curious",
  "empathetic",
  "confident",
  "concise",
];

const speeds: Choice[] = [
  { value: "slower", label: "Slower" },
  { value: "normal", label: "Normal" },
  { value: "faster", label: "Faster" },
];

const emotions: Choice[] = [
  { value: "none", label: "None" },
  { value: "positive", label: "Positive" },
  { value: "curious", label: "Curious" },
];

const promptFileBytes = 100_000;

export const personaForm = defineForm({
  title: "New persona",
  submit: "Create",
  fillsOn: "template",
  fill: fillFromTemplate,
  fields: {
    template: {
      kind: "choice",
      early: true,
      label: "Template",
      hint: "Fills the form with a text to start from",
      choices: templates,
      initial: "blank",
    },
    name: {
      kind: "line",
      label: "Name",
      maxLength: 80,
      required: true,
      placeholder: "What your team calls this persona",
    },
    description: {
      kind: "paragraph",
      label: "Description",
      maxLength: 1000,
      placeholder: "Who or what this persona is",
    },
    traits: {
      kind: "choices",
      label: "Traits",
      choices: traits.map((trait) => ({ value: trait, label: trait[0]?.toUpperCase() + trait.slice(1) })),
    },
    prompt: {
      kind: "paragraph",
      label: "System prompt",
      hint: "How it should behave. Needed unless you add a prompt file.",
      maxLength: 3000,
    },
    context: {
      kind: "paragraph",
      label: "Context",
      hint: "What it should know: facts, background, current events",
      maxLength: 3000,
    },
    kind: {
      kind: "choice",
      early: true,
      label: "Kind",
      hint: "A label for your own team; Tavus does not see it",
      choices: kinds,
      initial: "professional",
    },
    replica: {
      kind: "search",
      early: true,
      label: "Replica",
      hint: "Its face and voice: choose one, or type a replica ID",
    },
    model: {
      kind: "choice",
      early: true,
      label: "Model",
      hint: "The language model that answers",
      choices: models,
      initial: defaultModel,
    },
    speed: {
      kind: "choice",
      early: true,
      label: "Voice speed",
      hint: "How fast it speaks",
      choices: speeds,
      initial: "normal",
    },
    emotion: {
      kind: "choice",
      early: true,
      label: "Voice emotion",
      hint: "How it sounds",
      choices: emotions,
      initial: "none",
    },
    prompt_file: {
      kind: "file",
      early: true,
      label: "Prompt file",
      hint: "A .txt or .md file up to 100 kB, for a prompt longer than a text box takes",
      extensions: [".txt", ".md"],
      maxBytes: promptFileBytes,
    },
  },
});

export type PersonaFormValues = ValuesOf<typeof personaForm.fields>;

/** A file comes first, then what was typed below it. */
export function promptOf({ prompt, prompt_file }: PersonaFormValues): string {
  return [prompt_file?.text ?? "", prompt].filter((text) => text.trim() !== "").join("\n\n");
}

export function draftOf(values: PersonaFormValues): PersonaDraft {
  return {
    kind: values.kind,
    template: values.template,
    name: values.name,
    description: values.description,
    traits: values.traits,
    prompt: promptOf(values),
    context: values.context,
    replicaId: values.replica || undefined,
    model: values.model,
    voiceSpeed: voiceSpeeds.find((speed) => speed === values.speed) ?? "normal",
    voiceEmotion: voiceEmotions.find((emotion) => emotion === values.emotion) ?? "none",
  };
}
