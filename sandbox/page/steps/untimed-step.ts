import type { Step } from "../protocol.ts";

/** A step before the strip has noted when it came. */
export type UntimedStep = Omit<Step, "atMs">;
