import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { SlackPicture } from "../protocol/picture.ts";

const entry = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));

const manifest = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), description: z.string() })),
    shortcuts: z.array(z.object({ name: z.string(), callback_id: z.string() })),
  }),
});

/** What Slack learns of an app from its manifest. */
export type SlackOffer = Pick<SlackPicture, "commands" | "shortcuts">;

/** The slash commands and shortcuts that Slack learns from the app's manifest, as `npm run -s slack:manifest` prints it. */
export async function readSlackCommands(): Promise<SlackOffer> {
  const env = { PATH: process.env.PATH ?? "" };
  const { stdout } = await promisify(execFile)(process.execPath, [entry, "--slack-manifest"], { env });
  const { slash_commands: commands, shortcuts } = manifest.parse(JSON.parse(stdout)).features;
  return { commands, shortcuts };
}
