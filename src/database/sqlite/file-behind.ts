import { lstatSync, readlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";

const mostLinks = 40;

/** The file that a path leads to, also where it is not there yet: what replaces a link would lie where nobody keeps the data. */
export function fileBehind(path: string): string {
  let file = resolve(path);
  for (let links = 0; links < mostLinks; links += 1) {
    if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return file;
    file = resolve(dirname(file), readlinkSync(file));
  }
  return file;
}

/** The nearest part of the way to a file that is there, which may be a link that leads nowhere. */
export function presentOnWay(path: string): string {
  let place = path;
  while (!lstatSync(place, { throwIfNoEntry: false }) && place !== dirname(place)) place = dirname(place);
  return place;
}
