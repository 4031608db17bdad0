import { isDeepStrictEqual } from "node:util";
import { pointerTo } from "../../tavus/pointer.ts";
import { isRecord } from "../../tavus/redact.ts";
import { type Group, type InTavus, optionalTextAt, readText, textAt } from "./in-tavus.ts";

const layer = "/layers/tts";
const settings = `${layer}/voice_settings`;
/** Which settings a voice has depends on its engine. */
const along = [[`${layer}/tts_engine`, "cartesia"]] as const;

/**
 * The voice, its engine, the key for it and its settings. We know the settings of Cartesia's sonic-3:
 * https://docs.cartesia.ai/build-with-cartesia/capability-guides/volume-speed-emotion
 */
const voiceGroup: Group = {
  at: pointerTo(layer),
  members: ["tts_engine", "tts_model_name", "external_voice_id", "voice_id", "api_key", "voice_settings"],
  isForeignTo(held, _value, { voiceId }) {
    if (!isRecord(held)) return undefined;
    const [engine, model] = [readText(held.tts_engine), readText(held.tts_model_name)];
    // A voice of Tavus's own is ours as soon as anything was said about it here.
    const theirs = readText(held.external_voice_id) || (voiceId === undefined ? readText(held.voice_id) : "");
    const isChosen = theirs !== "" || model !== "" || Boolean(held.api_key);
    if (engine === "cartesia" ? model === "" || model.startsWith("sonic-3") : isUnset(engine) && !isChosen)
      return undefined;
    const by = [engine || "an engine of Tavus's choice", model].filter((word) => word !== "").join(" ");
    const voice = theirs || readText(held.voice_id);
    return voice === "" ? `a voice by ${by}` : `the voice ${voice} by ${by}`;
  },
  // A value that is not one of our words is not sent anyway.
  isBoundTo: () => false,
};

/** What is chosen where the replica's own voice shall be heard: nothing is sent then, and what was sent before is taken away. */
export const ownVoice = "replica-own-voice";

/** What a form holds for the voice; where nothing is chosen it stays. */
export function readVoice(typed: string, before: string | undefined): string | undefined {
  if (typed === ownVoice) return before === undefined ? undefined : "";
  return typed || before;
}

/** A voice of Tavus's list, which brings its own engine: https://docs.tavus.io/sections/conversational-video-interface/pal/tts */
export const voiceInTavus: InTavus<string | undefined> = {
  ...optionalTextAt(`${layer}/voice_id`),
  group: voiceGroup,
  clears: along,
};

/** `tavus-auto` is read back where none was sent. */
function isUnset(engine: string): boolean {
  return engine === "" || engine === "tavus-auto";
}

/** What is sent for a word, and what stood for it on the scale of the first versions (-1 to 1, emotions with a strength). */
type Word = { sent: unknown; once: unknown };

/** Our words for a few of the values Tavus takes. Other values are kept as they are, and are not ours to send. */
function wordAt(
  at: string,
  words: { [word: string]: Word },
  rules: {
    /** For nothing at all. */
    none: string;
    /** "" where Tavus's value stands for nothing. */
    write(held: unknown): string;
    show(text: string): string;
    hide(shown: string): string;
    isAlike(theirs: string, ours: string): boolean;
  },
): InTavus<string> {
  const { none, write, show, hide, isAlike } = rules;
  // Compared as they were once, which is what older rows have hashed.
  const texts = new Map(Object.entries(words).map(([word, { once }]) => [word, write(once)]));
  const all = Object.values(words);
  const read = (held: unknown) => {
    // Most personas hold nothing here.
    const known = held ? all.find(({ sent }) => isDeepStrictEqual(sent, held)) : undefined;
    return write(known ? known.once : held);
  };
  return {
    ...textAt(at),
    // The engine of a voice that was chosen is that voice's own.
    along: ({ voiceId }) => (voiceId ? [] : along),
    group: voiceGroup,
    send: (word) => words[word]?.sent,
    say: (word) => (word === none ? "" : (texts.get(word) ?? hide(word))),
    read,
    keep(text) {
      if (text === "") return none;
      return [...texts].find(([, known]) => known === text)?.[0] ?? show(text);
    },
    isToGo: (word) => word === none,
    isAlike: (theirs, ours) => theirs === "" || ours === "" || isAlike(theirs, ours),
    isMadeOf: (theirs, ours) => theirs === ours,
  };
}

/** From 0.6 to 1.5; 1 is normal, as 0 was once. */
export const speedInTavus = wordAt(
  `${settings}/speed`,
  { slower: { sent: 0.8, once: -0.5 }, faster: { sent: 1.2, once: 0.5 } },
  {
    none: "normal",
    write: (held) => (typeof held === "number" && held !== 0 && held !== 1 ? JSON.stringify(held) : ""),
    show: (text) => text,
    hide: (shown) => (Number.isFinite(Number(shown)) ? shown : ""),
    isAlike: (theirs, ours) => isSlow(Number(theirs)) === isSlow(Number(ours)),
  },
);

/** On either scale. */
function isSlow(speed: number): boolean {
  return speed < 0 || (speed > 0.5 && speed < 1);
}

export const emotionInTavus = wordAt(
  `${settings}/emotion`,
  {
    positive: { sent: ["happy"], once: ["positivity:high"] },
    curious: { sent: ["curious"], once: ["curiosity"] },
  },
  {
    none: "none",
    write: (held) => {
      const emotions = Array.isArray(held) ? held.filter((one) => typeof one === "string") : [];
      return emotions.length > 0 ? JSON.stringify(emotions) : "";
    },
    show: (text) => JSON.parse(text).join(", "),
    hide: (shown) => (shown === "" ? "" : JSON.stringify(shown.split(", "))),
    isAlike: () => false,
  },
);
