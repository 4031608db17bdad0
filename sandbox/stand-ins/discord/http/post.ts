import type { World } from "../world.ts";

/** Discord waits no longer for an answer to what it sends. */
const patienceMs = 3000;

export type Posted = { status: number; contentType: string; text: string; response: Response };

/** Sends a body to an address of the bot's, signed or under the headers given. Rejects where nothing answers in time. */
export async function post(
  { signer }: Pick<World, "signer">,
  url: string,
  { body, headers = signer.headers(body) }: { body: string; headers?: Record<string, string> },
): Promise<Posted> {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers,
    signal: AbortSignal.timeout(patienceMs),
  });
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, text: await response.text(), response };
}
