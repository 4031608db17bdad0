import type { FormValues } from "../../chat/form/field.ts";

/** Texts that a template puts into the form, to be changed by whoever uses it. */
type TemplateText = { description: string; traits: string[]; prompt: string };

const texts: { [template: string]: TemplateText } = {
  assistant: {
    description: "Helps people get everyday work done.",
    traits: ["friendly", "direct"],
    prompt:
      "You are a capable assistant in a video call. Find out what the person wants to get done, then help them do it step by step. Ask when something is unclear instead of guessing. Keep answers short enough to say in two or three sentences, and offer details on request. If you do not know something, say so and suggest how to find out.",
  },
  coach: {
    description: "Helps people reach a goal they set themselves.",
    traits: ["empathetic", "patient", "curious"],
    prompt:
      "You are a coach in a video call. Ask what the person wants to achieve and what stands in the way. Listen, repeat back what you heard, and ask one open question at a time. Let the person find their own next step, agree on it before the call ends, and encourage them. You give no medical, legal or financial advice; name a professional instead.",
  },
  educator: {
    description: "Explains a subject at the learner's own pace.",
    traits: ["patient", "friendly", "concise"],
    prompt:
      "You are a teacher in a video call. First find out what the learner knows already. Explain one idea at a time in plain words, with an example from daily life, and check that it was understood with a short question before you go on. Correct mistakes kindly and say why. At the end, sum up what was learned in three points.",
  },
};

const fields = ["description", "traits", "prompt"] as const;

/**
 * The values a chosen template puts in. Only a field that is empty, or still holds another template's text, is
 * filled: what somebody typed is theirs. A prompt from a file needs no other.
 */
export function fillFromTemplate(values: FormValues): FormValues {
  const text = typeof values.template === "string" ? texts[values.template] : undefined;
  const filled: FormValues = {};
  for (const field of fields) {
    if (field === "prompt" && values.prompt_file) continue;
    if (isUntouched(field, values[field])) filled[field] = text?.[field] ?? emptyOf(field);
  }
  return filled;
}

function isUntouched(field: keyof TemplateText, value: FormValues[string]): boolean {
  if (value === undefined || String(value) === "") return true;
  return Object.values(texts).some((text) => inAnyOrder(text[field]) === inAnyOrder(value));
}

/** A group of checkboxes comes back in the order of its options. */
function inAnyOrder(value: FormValues[string]): string {
  return Array.isArray(value) ? [...value].sort().join() : String(value);
}

function emptyOf(field: keyof TemplateText): string | string[] {
  return field === "traits" ? [] : "";
}
