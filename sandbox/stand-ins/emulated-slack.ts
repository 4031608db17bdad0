import { createEmulator } from "emulate";

export type EmulatedSlack = {
  /** Where its Web API answers, such as "http://127.0.0.1:4000/api/". */
  apiUrl: string;
  close(): Promise<void>;
};

/**
 * A Slack Web API written by others, so that not only our own reading of Slack's documents is held against the bot.
 * It knows no Socket Mode: call it directly. It holds the channel "general". https://www.npmjs.com/package/emulate
 */
export async function startEmulatedSlack(): Promise<EmulatedSlack> {
  const seed = {
    slack: {
      users: [{ name: "ada", real_name: "Ada", email: "ada@example.com" }],
      channels: [{ name: "general" }],
      bots: [{ name: "personaforge" }],
    },
  };
  const emulator = await createEmulator({ service: "slack", port: 0, seed });
  return { apiUrl: `${emulator.url}/api/`, close: () => emulator.close() };
}
