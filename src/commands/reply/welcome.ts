import type { Reply } from "../../chat/reply.ts";

/** The first message in a team that the bot has come to. */
export function welcomeReply(hasKey: boolean): Reply {
  return {
    tone: "neutral",
    title: "Hello, this is PersonaForge",
    text: [
      "I make AI video personas with Tavus from chat, keep the record of each here, and tell you plainly when something goes wrong.",
      hasKey
        ? "Everything is ready: /persona-create makes the first one. Press Set up to choose a channel for warnings and who manages personas."
        : "First an admin presses Set up and enters your team's Tavus key. Then /persona-create makes the first persona.",
      "/persona-help says what you can do here, and what is still missing.",
    ].join("\n"),
    buttons: [{ label: "Set up", action: "setup", state: "-", style: "primary" }],
    visibility: "public",
  };
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
