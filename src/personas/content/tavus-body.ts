import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { PersonaBody } from "../../tavus/persona-body.ts";
import { composePrompt } from "./prompt.ts";

type Voice = NonNullable<PersonaBody["tts"]>;

/**
 * Cartesia's settings for our few words. Speed runs from -1 to 1, emotions carry their strength:
 * https://docs.tavus.io/sections/conversational-video-interface/persona/tts (read February to May 2026).
 */
export const speeds: { [word: string]: number } = { slower: -0.5, faster: 0.5 };
export const emotions: { [word: string]: string[] } = {
  positive: ["positivity:high"],
  curious: ["curiosity"],
};

/** What is sent to Tavus for a persona. */
export function personaBody(persona: PersonaContent & { id: string }): PersonaBody {
  const tts = voiceOf(persona);
  return {
    name: persona.name,
    systemPrompt: composePrompt(persona),
    // An imported one may have none.
    ...(persona.model ? { model: persona.model } : {}),
    ...(persona.replicaId ? { replicaId: persona.replicaId } : {}),
    ...(tts ? { tts } : {}),
  };
}

/** Undefined for a normal voice: then Tavus's own default stays in force. */
function voiceOf({ voiceSpeed, voiceEmotion }: PersonaContent): Voice | undefined {
  const speed = speeds[voiceSpeed];
  const emotion = emotions[voiceEmotion];
  if (speed === undefined && emotion === undefined) return undefined;
  return {
    engine: "cartesia",
    ...(speed === undefined ? {} : { speed }),
    ...(emotion === undefined ? {} : { emotion }),
  };
}
