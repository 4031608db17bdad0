import type { PersonaRow } from "../../database/tables.ts";
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
export function personaBody(row: PersonaRow): PersonaBody {
  const tts = voiceOf(row);
  return {
    name: row.name,
    systemPrompt: composePrompt(row),
    // An imported one may have none.
    ...(row.model ? { model: row.model } : {}),
    ...(row.replica_id ? { replicaId: row.replica_id } : {}),
    ...(tts ? { tts } : {}),
  };
}

/** Undefined for a normal voice: then Tavus's own default stays in force. */
function voiceOf(row: PersonaRow): Voice | undefined {
  const speed = speeds[row.voice_speed];
  const emotion = emotions[row.voice_emotion];
  if (speed === undefined && emotion === undefined) return undefined;
  return {
    engine: "cartesia",
    ...(speed === undefined ? {} : { speed }),
    ...(emotion === undefined ? {} : { emotion }),
  };
}
