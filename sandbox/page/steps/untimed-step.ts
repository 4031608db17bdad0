import type { Step } from "../protocol/picture.ts";

/** A step before the strip has noted when it came. */
export type UntimedStep = Omit<Step, "atMs"> & {
  /** When it was, in milliseconds since 1970, where it was heard of later. */
  writtenAtMs?: number;
};
