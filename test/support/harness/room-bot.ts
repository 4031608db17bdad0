import { onTestFinished } from "vitest";
import { personaKind } from "../../../src/database/persona/persona-record.ts";
import { createWorker, type Worker } from "../../../src/link/worker.ts";
import { buildPersonas, buildTools, type PersonaParts } from "../../../src/main/build-personas.ts";
import { type Harness, harnessKey, prepareBot } from "./harness.ts";
import { createRooms, type Rooms, roomKind } from "./rooms.ts";

/** A process that works for rooms and for personas, rooms first. */
export type RoomBot = { rooms: Rooms; personas: PersonaParts["personas"]; worker: Worker; kill(): void };

export function startRoomBot(
  { database, standIn, transit, news, timeoutMs }: Harness,
  { isMadeOnce = false } = {},
): RoomBot {
  const { die, ...prepared } = prepareBot({ database, standIn, transit, key: harnessKey, timeoutMs });
  const options = { ...prepared, news };
  const tools = buildTools(options, [roomKind, personaKind], () => worker.wake());
  const rooms = createRooms({ ...prepared, tools, isMadeOnce });
  const { personas, kind } = buildPersonas(options);
  const worker = createWorker(tools, [rooms.kind, kind]);
  onTestFinished(async () => {
    await worker.stop(2_000);
    prepared.tavus.close();
  });
  return {
    rooms,
    personas,
    worker,
    kill() {
      die();
      void worker.stop(0);
    },
  };
}
