import { mustBeOurs } from "../../../src/chat/refusal.ts";
import type { News } from "../../../src/commands/reply/news.ts";
import type { Fate, TellWay } from "../../../src/link/port.ts";
import type { Persona } from "../../../src/personas/persona.ts";

type ToldFate = { fate: Fate; userId: string };

/** Keeps what people would have been told. */
export class RecordingNews implements News {
  readonly announced: Persona[] = [];
  readonly removals: { id: string; count: number }[] = [];
  readonly fates: { id: string; kind: Fate["kind"]; userId: string }[] = [];
  /** What an announcement comes to: delivered, closed messages, or an error. */
  outcome: boolean | Error = true;
  /** The next announcement fails, the others are as `outcome` says. */
  failsOnce: Error | undefined;

  /** The next announcement waits for this. */
  waitsOnce: Promise<void> | undefined;

  /** The answer that was to say it cannot be had any more. */
  isPlaceGone = false;
  /** How often that was found. */
  found = 0;

  readonly announce = async (persona: Persona, { mayBeAnew, isOurs }: TellWay): Promise<boolean> => {
    if (this.isPlaceGone) {
      this.found += 1;
      if (!(await mayBeAnew())) return false;
    }
    const wait = this.waitsOnce;
    this.waitsOnce = undefined;
    await wait;
    await mustBeOurs({ isOurs });
    const failure = this.failsOnce;
    this.failsOnce = undefined;
    if (failure) throw failure;
    if (this.outcome instanceof Error) throw this.outcome;
    if (this.outcome) this.announced.push(persona);
    return this.outcome;
  };

  readonly announceRemoval = async ({ id }: Persona, count: number): Promise<void> => {
    this.removals.push({ id, count });
  };

  readonly announceFate = async ({ id }: Persona, { fate, userId }: ToldFate): Promise<void> => {
    this.fates.push({ id, kind: fate.kind, userId });
  };
}
