import type { ListedPage } from "../../../tavus/lists/list-reading.ts";
import type { RowPlace } from "../../../tavus/lists/page-rows.ts";
import type { PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import { readPersonaRow } from "../../../tavus/persona-row.ts";
import { type Digest, type PageDigest, type RemoteTexts, rowAt, textsOf } from "./digest-page.ts";
import { unpackTexts } from "./packed-texts.ts";

/** A row of a page; its texts are there as long as the page is kept. */
export type PageRow = Digest & { texts(): RemoteTexts };

export type AccountPage = ListedPage<PageRow> & {
  /** Gives the memory of the page back at once, whenever the garbage is collected next. */
  release(): void;
};

/** Asks for a page; what comes is taken by calling it, so that of pages that wait their turn only the bytes are held. */
export type ReadPage = (page: PersonasPage) => Promise<() => AccountPage>;

export type PageParts = {
  body: ArrayBuffer;
  digest: PageDigest;
  /** Where a thread has read them already; else they are read from the body. */
  texts?: ArrayBuffer | undefined;
  /** Told of how many rows the texts were wanted. */
  onReleased(wanted: number): void;
};

/** A page made of its bytes and what was found in them. */
export function accountPage({ body, digest, texts, onReleased }: PageParts): AccountPage {
  const bytes = Buffer.from(body);
  let wanted = 0;
  let unpacked: RemoteTexts[] | undefined;
  const rows = digest.rows.map(({ place, ...row }, index): PageRow => {
    return {
      ...row,
      texts() {
        wanted += 1;
        unpacked ??= texts && unpackTexts(texts);
        return unpacked?.[index] ?? readTexts(bytes, place);
      },
    };
  });
  return {
    ...digest,
    rows,
    release() {
      onReleased(wanted);
      unpacked = undefined;
      for (const buffer of [body, texts]) buffer?.transfer(0);
    },
  };
}

function readTexts(bytes: Buffer, place: RowPlace): RemoteTexts {
  const persona = readPersonaRow(rowAt(bytes, place));
  if (!persona) throw new Error("A row of a page was read after the page had been let go.");
  return textsOf(persona);
}
