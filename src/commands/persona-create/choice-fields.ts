import type { Choice, ChoiceField, ChoicesField, SearchField } from "../../chat/form/field.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import type { ChoiceKey, FormKey } from "../../personas/content/each-field.ts";
import { ownChoice } from "../../personas/content/model.ts";
import { ownVoice } from "../../personas/content/voice.ts";
import { fields } from "../../personas/fields.ts";

const kinds: Choice[] = [
  { value: "personal", label: "Personal: somebody's own double" },
  { value: "historical", label: "Historical: a figure from the past" },
  { value: "professional", label: "Professional: a role at work" },
  { value: "emergency", label: "Emergency: calm guidance when it counts" },
  { value: "creator", label: "Creator: for an audience" },
];

/** Those that are built in. */
export const templates: Choice[] = [
  { value: "blank", label: "Blank: start from nothing" },
  { value: "assistant", label: "Assistant: helps get things done" },
  { value: "coach", label: "Coach: helps reach a goal" },
  { value: "educator", label: "Educator: explains a subject" },
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

export const ownModel: Choice = { value: ownChoice, label: "Tavus's default" };
export const ownVoiceChoice: Choice = { value: ownVoice, label: "The replica's own voice" };

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

type FieldFor<Value> = Value extends readonly string[] ? ChoicesField : ChoiceField | SearchField;

/** Each field of a persona that is chosen: what there is to choose from. */
export const choiceFields = {
  template: {
    kind: "choice",
    early: true,
    label: fields.template.label,
    hint: "Fills the form with a text to start from",
    choices: templates,
    initial: fields.template.initial,
    groups: { own: "Built in", more: "Your team's" },
  },
  traits: {
    kind: "choices",
    label: fields.traits.label,
    choices: traits.map((trait) => ({ value: trait, label: trait[0]?.toUpperCase() + trait.slice(1) })),
  },
  kind: {
    kind: "choice",
    early: true,
    label: fields.kind.label,
    hint: "A label for your own team; Tavus does not see it",
    choices: kinds,
    initial: fields.kind.initial,
  },
  replica: {
    kind: "search",
    early: true,
    label: fields.replicaId.label,
    hint: "Its face and voice: choose one, or type a replica ID",
    byName: true,
  },
  model: {
    kind: "search",
    early: true,
    label: fields.model.label,
    hint: "The language model that answers: choose one, or type its ID",
    fixed: [ownModel],
  },
  voice: {
    kind: "search",
    early: true,
    label: fields.voiceId.label,
    hint: "In place of the replica's own: choose one, or type a Tavus voice ID",
    fixed: [ownVoiceChoice],
    byName: true,
  },
  speed: {
    kind: "choice",
    early: true,
    label: fields.voiceSpeed.label,
    hint: "How fast it speaks",
    choices: speeds,
    initial: fields.voiceSpeed.initial,
  },
  emotion: {
    kind: "choice",
    early: true,
    label: fields.voiceEmotion.label,
    hint: "How it sounds",
    choices: emotions,
    initial: fields.voiceEmotion.initial,
  },
} as const satisfies { [Key in ChoiceKey as FormKey<Key>]: FieldFor<PersonaDraft[Key]> };
