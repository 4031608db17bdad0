import type { CarriedError } from "../../../tavus/carried-error.ts";
import type { PageSettings, PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import type { Answered } from "../../../tavus/transport.ts";
import type { PageDigest } from "./digest-page.ts";

/** What the thread is started with. `file` is the address of its code, `codeFolder` where compiled code is kept. */
export type ThreadStart = { file: string; settings: PageSettings; codeFolder: string | undefined };

/** To the thread that reads pages. The key goes with each question: nothing there outlives its answer. */
export type ToThread =
  | { kind: "read"; number: number; key: string; page: Omit<PersonasPage, "signal">; withTexts: boolean }
  | { kind: "abort"; number: number };

/** A page that was read there. Its bytes are handed over, not copied. */
export type ThreadPage = {
  status: number;
  body: ArrayBuffer;
  /** Undefined: it is too large to be read there. */
  digest: PageDigest | undefined;
  /** The texts of its rows, for `unpackTexts`; undefined: they were not asked for, or are too large. */
  texts: ArrayBuffer | undefined;
};

/** From it. */
export type FromThread =
  | { kind: "ready" }
  | { kind: "page"; number: number; page: ThreadPage }
  | { kind: "failed"; number: number; error: CarriedError }
  | { kind: "answered"; answered: Answered };
