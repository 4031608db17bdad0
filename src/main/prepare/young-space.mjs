import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** Of one half of the space. V8 begins with one and goes up to 32. */
const halfMb = 8;
const arraysARound = 100;
const numbersEach = 1000;
/** It takes two or three. */
const mostRounds = 40;

/**
 * Gives V8's space for what is new its size at once, and leaves it there. By itself it grows with every so many megabytes
 * that outlive a collection, however long that takes: loading the program alone brings it to its most, 64 MB, of which a bot
 * needs little. Were it much smaller, what a command needs for a moment would be kept for long.
 * https://github.com/v8/v8/blob/13.6.233/src/flags/flag-definitions.h (`semi_space_growth_factor`, read at each growth)
 */
export function sizeYoungSpace() {
  const before = youngBytes();
  const outliving = [];
  setFlagsFromString(`--semi-space-growth-factor=${halfMb}`);
  for (let round = 0; round < mostRounds && youngBytes() === before; round += 1)
    outliving.push(Array.from({ length: arraysARound }, () => new Array(numbersEach).fill(0)));
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** What V8 has set aside for it, both halves. */
export function youngBytes() {
  return getHeapSpaceStatistics().find((space) => space.space_name === "new_space")?.space_size ?? 0;
}
