import type { ListedPage } from "../../../tavus/lists/list-reading.ts";
import type { PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import { readPersonaRow, type TavusPersona } from "../../../tavus/persona-row.ts";
import { type Digest, type PageDigest, rowAt } from "./digest-page.ts";

/** A row of a page; its texts are read again from the page, for as long as that is kept. */
export type PageRow = Digest & { read(): TavusPersona };

export type AccountPage = ListedPage<PageRow> & {
  /** Gives the memory of the page back at once, whenever the garbage is collected next. */
  release(): void;
};

/** Asks for a page; what comes is taken by calling it, so that of pages that wait their turn only the bytes are held. */
export type ReadPage = (page: PersonasPage) => Promise<() => AccountPage>;

/** A page made of its bytes and what was found in them. */
export function accountPage(body: ArrayBuffer, digest: PageDigest): AccountPage {
  const bytes = Buffer.from(body);
  const rows = digest.rows.map(({ place, ...row }): PageRow => {
    return {
      ...row,
      read() {
        const persona = readPersonaRow(rowAt(bytes, place));
        if (!persona) throw new Error("A row of a page was read after the page had been let go.");
        return persona;
      },
    };
  });
  return { ...digest, rows, release: () => void body.transfer(0) };
}
