import { isNumber, isTexts, wordAt } from "./in-tavus.ts";

/** Cartesia's settings: https://docs.tavus.io/sections/conversational-video-interface/persona/tts (read February to May 2026). */
const settings = "/layers/tts/voice_settings";
/** Which settings a voice has depends on its engine. */
const along = [["/layers/tts/tts_engine", "cartesia"]] as const;

/** Speed runs from -1 to 1. */
export const speedInTavus = wordAt(
  `${settings}/speed`,
  { slower: -0.5, faster: 0.5 },
  { isKnown: isNumber, otherwise: "normal", along },
);

/** Emotions carry their strength. */
export const emotionInTavus = wordAt(
  `${settings}/emotion`,
  { positive: ["positivity:high"], curious: ["curiosity"] },
  { isKnown: isTexts, otherwise: "none", along },
);
