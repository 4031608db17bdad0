import type { Reply } from "../../chat/reply.ts";
import { operatorsKey } from "./operators-key.ts";

/** `canStoreKey`: an admin can enter the team's own. */
type Key = { hasKey: boolean; canStoreKey: boolean };

/** The first message in a team that the bot has come to. */
export function welcomeReply(key: Key): Reply {
  return {
    tone: "neutral",
    title: "Hello, this is PersonaForge",
    text: [
      "I make AI video personas with Tavus from chat, keep the record of each here, and tell you plainly when something goes wrong.",
      howToBegin(key),
      "/persona-help says what you can do here, and what is still missing.",
    ].join("\n"),
    buttons: [{ label: "Set up", action: "setup", state: "-", style: "primary" }],
    visibility: "public",
  };
}

function howToBegin({ hasKey, canStoreKey }: Key): string {
  if (hasKey)
    return "Everything is ready: /persona-create makes the first one. Press Set up to choose a channel for warnings and who manages personas.";
  return canStoreKey
    ? "First an admin presses Set up and enters your team's Tavus key. Then /persona-create makes the first persona."
    : `There is no Tavus key yet: whoever runs the bot sets ${operatorsKey}, or ENCRYPTION_KEYS for your team's own. What /persona-create makes is saved here and waits for it.`;
}

/** The welcome of a team that removed the bot and has it again. */
export function welcomeBackReply(): Reply {
  return {
    tone: "neutral",
    title: "I am back",
    text: "Your personas and settings are as they were. /persona-status shows how everything stands.",
    visibility: "public",
  };
}
