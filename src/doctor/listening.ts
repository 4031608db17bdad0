import { createServer } from "node:http";
import { z } from "zod";
import type { UsableConfig } from "../config.ts";
import { bad, type Finding, good, note, skipped } from "../finding.ts";

const requestTimeoutMs = 4000;

/** What `GET /live` of the bot answers, whatever else it can do. */
const liveSchema = z.object({ status: z.literal("alive") });

/** The port the bot listens on, and the address under which the world reaches it. */
export async function examineListening({ port, publicUrl }: UsableConfig): Promise<{ findings: Finding[] }> {
  if (port === undefined) {
    return { findings: [skipped("PORT", "Not set: nothing listens, and Socket Mode needs nothing to.")] };
  }
  const findings = await Promise.all([examinePort(port), publicUrl ? examinePublicUrl(publicUrl) : []]);
  return { findings: findings.flat() };
}

async function examinePort(port: number): Promise<Finding> {
  if (port === 0) return good("PORT", "Any free port will do.");
  if (await isBot(`http://127.0.0.1:${port}`)) return good("PORT", `The bot runs and listens on ${port}.`);
  const code = await tryPort(port);
  if (code === undefined) return good("PORT", `${port} is free.`);
  if (code === "EADDRINUSE") {
    return bad("PORT", `Another program listens on ${port}.`, "Stop it, or set PORT to another one.");
  }
  const remedy = "Set PORT to another one; below 1024 a program needs special rights.";
  return bad("PORT", `${port} cannot be listened on (${code}).`, remedy);
}

/** Listens for a moment. Undefined: it works; otherwise the system's code. */
function tryPort(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, () => server.close(() => resolve(undefined)));
  });
}

/** The way around can be closed from inside although it is open to everyone else; so this is never red. */
async function examinePublicUrl(publicUrl: string): Promise<Finding> {
  if (await isBot(publicUrl)) return good("PUBLIC_URL", `${publicUrl}/live answers as the bot does.`);
  return note(
    "PUBLIC_URL",
    `${publicUrl}/live does not answer as the bot does, seen from here.`,
    "If the bot runs, open that address from another network: check name, certificate, and that the proxy passes it to PORT.",
  );
}

async function isBot(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(`${address}/live`, { redirect: "manual", signal });
    return liveSchema.safeParse(await response.json()).success;
  } catch {
    // Nobody there, or somebody else: both mean no.
    return false;
  }
}
