import type { Answering } from "../interaction.ts";
import { workingReply } from "./fixed-replies.ts";
import { deferWhenSlow } from "./patience.ts";

/** Waits for what an interaction shall be answered with, and says that it is worked on when that takes long. */
export function waitFor<T>(work: Promise<T>, answering: Pick<Answering, "ageMs" | "defer">): Promise<T> {
  return deferWhenSlow({
    work,
    ageMs: answering.ageMs(),
    defer: () => answering.defer(workingReply()),
  });
}
