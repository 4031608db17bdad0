import { renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Account } from "../stand-ins/tavus/account.ts";
import { deploymentSchema } from "../stand-ins/tavus/deployments/deployments.ts";
import { roomSchema } from "../stand-ins/tavus/rooms/room.ts";
import type { TavusStandIn } from "../stand-ins/tavus/stand-in.ts";
import { videoSchema } from "../stand-ins/tavus/videos/video.ts";

const storedPersonas = z.array(
  z.object({
    id: z.string(),
    type: z.literal("user"),
    createdAt: z.string(),
    updatedAt: z.string().exactOptional(),
    hasDraft: z.boolean(),
    document: z.record(z.string(), z.unknown()),
  }),
);

/** Earlier sandboxes kept personas alone. */
const stored = z.union([
  storedPersonas.transform((personas) => ({ personas, rooms: [], videos: [], outside: [] })),
  z.object({
    personas: storedPersonas,
    rooms: z.array(roomSchema),
    videos: z.array(videoSchema),
    outside: z.array(deploymentSchema).default([]),
  }),
]);

type Stored = z.infer<typeof stored>;

/**
 * Fills the first account with what it held at the end of the last start, if `file` holds it, and writes it there after
 * every change. Throws where the file is not one of ours.
 */
export async function keepTavusAccount(tavus: TavusStandIn, file: string): Promise<void> {
  const account = tavus.account();
  const { personas, rooms, videos, outside } = await readStored(file);
  for (const { document, ...persona } of personas) account.storePersona(document, persona);
  for (const room of rooms) account.rooms.restore(room);
  for (const video of videos) account.videos.restore(video);
  for (const page of outside) account.deployments.restore(page);
  const write = () => writeStored(file, account);
  account.onChange(write);
  tavus.onLife(write);
}

async function readStored(file: string): Promise<Stored> {
  try {
    return stored.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return { personas: [], rooms: [], videos: [], outside: [] };
    }
    throw new Error(`${file} cannot be read. Begin anew: npm run sandbox -- --fresh`, { cause: error });
  }
}

/** Written at once and swapped in whole, so that the sandbox may end at any moment. */
function writeStored(file: string, { personas, rooms, videos, deployments }: Account): void {
  const fresh = `${file}.new`;
  const held = { personas, rooms: rooms.all, videos: videos.all, outside: deployments.all };
  writeFileSync(fresh, JSON.stringify(held, null, 2));
  renameSync(fresh, file);
}
