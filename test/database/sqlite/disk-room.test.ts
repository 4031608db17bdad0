import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isDiskFull } from "../../../src/database/sqlite/disk-room.ts";
import { makeFolder } from "../../support/databases.ts";

test("whether the disk is full is asked of the one that the file lies on, by whichever link it is reached", async () => {
  const folder = makeFolder();
  const volume = join(folder, "volume");
  mkdirSync(volume);
  writeFileSync(join(volume, "bot.db"), "");
  symlinkSync(join(volume, "bot.db"), join(folder, "linked.db"));
  const onlyVolumeIsFull = async (place: string) => (place === volume ? 0 : Number.MAX_SAFE_INTEGER);

  for (const file of ["volume/bot.db", "linked.db"])
    expect(await isDiskFull(join(folder, file), onlyVolumeIsFull), file).toBe(true);
});
