import type { FormResult } from "../../chat/command.ts";
import type { FieldErrors, FormValues, ValuesOf } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import { randomId } from "../../random-id.ts";
import { httpUrl } from "../../text/http-url.ts";
import { personaOption } from "../ask/persona-option.ts";
import { personaForm } from "../persona-create/persona-form.ts";

/** Ours: a script of twenty minutes. Tavus publishes no maximum. */
const scriptFileBytes = 100_000;
/** The longest address that browsers and servers agree on. */
const longestUrl = 2000;
/** Room for the mark that stands behind it in Tavus. */
const longestName = 60;

export const videoFormName = "persona-video-form";

/** What stands in the form and what the command takes before it. */
export const earlyVideoFields = {
  persona: { ...personaOption, hint: "Whose face speaks: a name or part of it, or either ID" },
  replica: {
    ...personaForm.fields.replica,
    hint: "Any face, or another one than the persona's: choose one, or type a replica ID",
  },
  script_file: {
    kind: "file",
    early: true,
    label: "Script file",
    hint: "A .txt or .md file up to 100 kB, for a script longer than a text box takes",
    extensions: [".txt", ".md"],
    maxBytes: scriptFileBytes,
  },
} as const;

export const videoForm = defineForm({
  title: "New video",
  submit: "Make it",
  elsewhere: "Another face and a script file are options of /persona-video.",
  fields: {
    ...earlyVideoFields,
    script: {
      kind: "paragraph",
      label: "Script",
      hint: "What it says, word for word. Or a link to a recording below, not both.",
      maxLength: limits.text,
    },
    audio: {
      kind: "line",
      label: "Audio link",
      hint: "A recording that it speaks instead of a script: 3 seconds to 10 minutes",
      placeholder: "https://…/speech.mp3",
      maxLength: longestUrl,
    },
    name: {
      kind: "line",
      label: "Name",
      hint: "What your team calls this video; empty: the persona's name",
      maxLength: longestName,
    },
    background: {
      kind: "line",
      label: "Background link",
      hint: "A website shown behind the face; empty: its own background",
      placeholder: "https://…",
      maxLength: longestUrl,
    },
    fast: {
      kind: "choice",
      label: "How it is made",
      hint: "Fast is ready sooner, and has no background, preview picture or stream",
      choices: [
        { value: "usual", label: "Usual: with background and preview picture" },
        { value: "fast", label: "Fast: without them" },
      ],
      initial: "usual",
    },
  },
});

export type VideoFormValues = ValuesOf<typeof videoForm.fields>;

/** A file comes first, then what was typed. */
export function scriptOf({ script, script_file }: VideoFormValues): string {
  return [script_file?.text ?? "", script].filter((text) => text !== "").join("\n\n");
}

export function mistakesIn(values: VideoFormValues): FieldErrors {
  const { audio, background, fast } = values;
  const hasScript = scriptOf(values) !== "";
  return {
    ...(hasScript || audio ? {} : { script: "Say what it should say: type a script, or link a recording." }),
    ...(hasScript && audio
      ? { audio: "There is a script and a recording. Keep one: empty this field, or the script." }
      : {}),
    ...(audio && !httpUrl(audio) ? { audio: notALink } : {}),
    ...(background && !httpUrl(background) ? { background: notALink } : {}),
    ...(background && httpUrl(background) && fast === "fast"
      ? { background: "A fast video has no background. Empty this field, or choose Usual below." }
      : {}),
  };
}

const notALink = "This is no link. It begins with https:// or http://, as a browser shows it.";

/** Opens the form. `face` is what stands in it already; on Discord it is not shown there, so the notice says it. */
export function videoFormFor(face: { persona: string; replica: string }, notice: string): FormResult {
  const values: FormValues = { ...face };
  return { kind: "form", command: videoFormName, formId: randomId(16), values, notice };
}
