import type { CarriedError } from "../../../tavus/carried-error.ts";
import type { PageSettings, PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import type { Answered } from "../../../tavus/transport.ts";
import type { PageDigest } from "./digest-page.ts";

/** What the thread is started with. `file` is the address of its code, `codeFolder` where compiled code is kept. */
export type ThreadStart = { file: string; settings: PageSettings; codeFolder: string | undefined };

/** To the thread that reads pages. The key goes with each question: nothing there outlives its answer. */
export type ToThread =
  | { kind: "read"; number: number; key: string; page: Omit<PersonasPage, "signal"> }
  | { kind: "abort"; number: number };

/** From it. The bytes of a page are handed over, not copied; with `digest` undefined it is too large to be read there. */
export type FromThread =
  | { kind: "ready" }
  | { kind: "page"; number: number; digest: PageDigest | undefined; status: number; body: ArrayBuffer }
  | { kind: "failed"; number: number; error: CarriedError }
  | { kind: "answered"; answered: Answered };
