import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import type { SlackPicture } from "../protocol.ts";

const entry = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));

const manifest = z.object({
  features: z.object({
    slash_commands: z.array(z.object({ command: z.string(), description: z.string() })),
  }),
});

/** The slash commands that Slack learns from the app's manifest, as `npm run -s slack:manifest` prints it. */
export async function readSlackCommands(): Promise<SlackPicture["commands"]> {
  const env = { PATH: process.env.PATH ?? "" };
  const { stdout } = await promisify(execFile)(process.execPath, [entry, "--slack-manifest"], { env });
  return manifest.parse(JSON.parse(stdout)).features.slash_commands;
}
