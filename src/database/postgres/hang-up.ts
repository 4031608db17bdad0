import type pg from "pg";
import { within } from "../../within.ts";

/** A server says within this that it has heard the goodbye. */
export const goodbyeMs = 2_000;

/**
 * Ends a connection: in order where the other end answers. One that a firewall has cut without a word would be waited for until the system
 * gives it up, a quarter of an hour later.
 */
export async function endInOrder(client: pg.Client): Promise<void> {
  const ended = await within(client.end(), goodbyeMs).catch(() => undefined);
  if (!ended) hangUp(client);
}

/** Nobody who waits for it waits any longer. */
export function hangUp(client: pg.ClientBase): void {
  (client as pg.Client).connection.stream.destroy();
}
