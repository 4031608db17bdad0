import { newLink } from "../../../src/database/link/link-births.ts";
import type { Link, LinkKey } from "../../../src/database/link/link-record.ts";
import { createLinkStore } from "../../../src/database/link/link-store.ts";
import { nothingAgreed } from "../../../src/database/link/outcome-columns.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { attemptCreate } from "../../../src/link/attempt.ts";
import { createLinkKind } from "../../../src/link/kind.ts";
import { leaseMs } from "../../../src/link/outcome.ts";
import type { Linked, Linking, LinkPort, LinkTools } from "../../../src/link/port.ts";
import { readMarked } from "../../../src/link/read-marked.ts";
import { createToldBatch } from "../../../src/link/told-batch.ts";
import { createWatchers } from "../../../src/link/watching/watchers.ts";
import type { TavusClient } from "../../../src/tavus/client.ts";
import { pointerTo } from "../../../src/tavus/pointer.ts";
import type { TavusPersona } from "../../../src/tavus/schemas.ts";
import { tenant, userId } from "../personas/persona-builders.ts";

export const roomKind = "room";

export type Rooms = ReturnType<typeof createRooms>;

/**
 * A second kind of object that is to be made once in Tavus, to show what the protocol asks of one: here a "room", which is all
 * name, and carries its mark at the name's end. In Tavus it lies among the personas.
 */
export function createRooms(options: {
  database: Database;
  tavus: TavusClient;
  tools: LinkTools;
  /** The queue makes none again. */
  isMadeOnce?: boolean;
}) {
  const { database, tavus, tools, isMadeOnce = false } = options;
  const hooks = { makeRoom: async () => false };
  const links = createLinkStore(database, roomKind, hooks);
  const told: LinkKey[] = [];
  const loadEver = async (key: LinkKey) => asRoom(await links.find(key));
  const port: LinkPort<Linked> = {
    ...(isMadeOnce ? { isMadeOnce } : {}),
    personaOf: async () => undefined,
    loadEver,
    load: async (key) => asRoom(await links.find(key), ({ isGone }) => !isGone),
    create: async (apiKey, { link }) => ({ remoteId: (await tavus.createPersona(apiKey, bodyOf(link))).id }),
    // A room is never changed.
    push: async () => nothingAgreed,
    readMarked: (apiKey) =>
      readMarked("list rooms", (onRows) => tavus.readPersonas(apiKey, {}, onRows), roomOf),
    remove: (apiKey, remoteId) => tavus.deletePersona(apiKey, remoteId),
    announce: async ({ link }) => told.push(link) > 0,
    announceRemoval: async () => {},
    announceFate: async () => {},
  };
  const toldBatch = createToldBatch(links, tools.log);
  const linking: Linking<Linked> = { ...tools, links, port, watchers: createWatchers(), told: toldBatch };

  return {
    links,
    told,
    kind: createLinkKind(linking),
    /** Makes a room; the same id is the same room. */
    async open(id: string, saved: () => Promise<void>): Promise<void> {
      const key = await tools.keys.keyFor(tenant);
      if (!key) throw new Error("The test has no key.");
      const openedAtMs = performance.now();
      const start = { kind: "attempt", keyTag: key.tag, leaseMs } as const;
      const row = newLink(roomKind, { tenantId: tenant, id, userId, nowMs: tools.now(), start });
      const insert = database.kysely
        .insertInto("links")
        .values(row)
        .onConflict((same) => same.doNothing());
      const { numInsertedOrUpdatedRows } = await insert.executeTakeFirst();
      await saved();
      const subject = await loadEver({ tenantId: tenant, id });
      if (numInsertedOrUpdatedRows === 1n && subject)
        await attemptCreate(linking, { subject, key, openedAtMs });
    },
    async retry(id: string): Promise<void> {
      await links.makeDue({ tenantId: tenant, id });
      tools.wakeQueue();
    },
  };
}

function asRoom(link: Link | undefined, isWanted = (_link: Link) => true): Linked | undefined {
  return link && isWanted(link) ? { link } : undefined;
}

function bodyOf({ id }: Link) {
  return Object.entries({ "/persona_name": `A room · ${id}`, "/system_prompt": "You are a room." });
}

function roomOf({ at }: TavusPersona): string | undefined {
  return / · (room_\w+)$/.exec(String(at(pointerTo("/persona_name"))))?.[1];
}
