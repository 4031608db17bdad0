import type { World } from "../world.ts";
import { type Posted, post } from "./post.ts";
import { createSigner } from "./signer.ts";

export type AddressKind = "interactions" | "events";

/** Whether this answers a ping as Discord wants it. */
const isGood: Record<AddressKind, (answer: Posted) => boolean> = {
  interactions: ({ status, text }) => status === 200 && /^\{"type":\s*1\}$/.test(text.trim()),
  events: ({ status, text }) => status === 204 && text === "",
};

/**
 * Enters an address for interactions or events, as the developer portal does: it pings, and sends a ping with a wrong
 * signature, which must be refused with 401. Throws where the bot does not answer so; nothing is entered then.
 */
export async function enterAddress(world: World, kind: AddressKind, url: string): Promise<void> {
  const body = JSON.stringify(pingOf(world, kind));
  const forged = createSigner().headers(body);
  const refused = await post(world, url, { body, headers: forged });
  if (refused.status !== 401)
    throw new Error(`A wrong signature was answered with ${refused.status}, not 401`);
  const answer = await post(world, url, { body });
  if (!isGood[kind](answer))
    throw new Error(`The ping was answered with ${answer.status} ${JSON.stringify(answer.text)}`);
  world.addresses[kind] = url;
}

function pingOf(world: World, kind: AddressKind): Record<string, unknown> {
  const { applicationId: application_id } = world;
  if (kind === "events") return { version: 1, application_id, type: 0 };
  return { id: world.nextId(), application_id, token: "ping", type: 1, version: 1 };
}
