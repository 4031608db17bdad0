import { parseJson } from "../json.ts";

/** Where a row's JSON lies in the bytes of a page. */
export type RowPlace = { start: number; end: number };

/** A page whose rows are found and not read yet: of a page of any size only one row at a time becomes text and objects. */
export type PageRows = { rows: RowPlace[]; totalCount: number | undefined };

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** So many rows, and so many bytes of one or of what lies beside them. */
export type PageLimits = { rows: number; valueBytes: number };

/** A page with more rows, or a larger one, than its reader has room for. */
export class PageTooLargeError extends Error {
  override readonly name = "PageTooLargeError";
}

const noLimits: PageLimits = { rows: Number.POSITIVE_INFINITY, valueBytes: Number.POSITIVE_INFINITY };

/**
 * Finds the rows of `{"data": […], "total_count": n}`, UTF-8, which a byte order mark may precede. Undefined: it is no such
 * object. Whatever lies beside `data` is read to the end, so that an answer that was cut off or damaged is none; the
 * rows are, each by itself, when they are read. Throws PageTooLargeError.
 */
export function findRows(bytes: Buffer, limits = noLimits): PageRows | undefined {
  try {
    return new Scanner(bytes, limits).readPage();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Goes through JSON without making anything of it. Throws SyntaxError. */
class Scanner {
  readonly #bytes: Buffer;
  readonly #limits: PageLimits;
  #at = 0;

  constructor(bytes: Buffer, limits: PageLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
  }

  readPage(): PageRows | undefined {
    if (this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf) this.#at = 3;
    let rows: RowPlace[] | undefined;
    let total: unknown;
    if (this.#next() !== openObject) return undefined;
    this.#each(closeObject, () => {
      const member = this.#readMember();
      const isList = this.#next() === openList;
      // As with JSON.parse, the last of two members of one name counts.
      if (member === "data") rows = isList ? this.#readPlaces() : undefined;
      if (member === "data" && isList) return;
      const value = this.#readValue();
      if (member === "total_count") total = value;
    });
    if (this.#next() !== undefined) throw new SyntaxError();
    const isCount = Number.isSafeInteger(total) && Number(total) >= 0;
    return rows && { rows, totalCount: isCount ? Number(total) : undefined };
  }

  #readPlaces(): RowPlace[] {
    const places: RowPlace[] = [];
    this.#each(closeList, () => {
      places.push(this.#skipBounded());
      if (places.length > this.#limits.rows) throw new PageTooLargeError();
    });
    return places;
  }

  /** The items of a list, or the members of an object, whose opening comes next. */
  #each(end: number, read: () => void): void {
    this.#at += 1;
    if (this.#next() === end) {
      this.#at += 1;
      return;
    }
    for (;;) {
      this.#next();
      read();
      const after = this.#next();
      this.#at += 1;
      if (after === end) return;
      if (after !== comma) throw new SyntaxError();
    }
  }

  #readMember(): string {
    if (this.#next() !== quote) throw new SyntaxError();
    const member = String(this.#readValue());
    if (this.#next() !== colon) throw new SyntaxError();
    this.#at += 1;
    return member;
  }

  #readValue(): unknown {
    const { start, end } = this.#skipBounded();
    const read = parseJson(`[${this.#bytes.toString("utf8", start, end)}]`);
    if (!Array.isArray(read)) throw new SyntaxError();
    return read[0];
  }

  #skipBounded(): RowPlace {
    const place = this.#skipValue();
    if (place.end - place.start > this.#limits.valueBytes) throw new PageTooLargeError();
    return place;
  }

  /** To behind the value that comes next. What it holds is not looked at, but for strings, in which brackets are text. */
  #skipValue(): RowPlace {
    this.#next();
    const start = this.#at;
    let depth = 0;
    do {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new SyntaxError();
      if (byte === quote) this.#skipString();
      else if (depth === 0 && byte !== openObject && byte !== openList) this.#skipWord();
      else {
        if (byte === openObject || byte === openList) depth += 1;
        else if (byte === closeObject || byte === closeList) depth -= 1;
        this.#at += 1;
      }
    } while (depth > 0);
    return { start, end: this.#at };
  }

  #skipString(): void {
    let end = this.#at;
    do {
      end = this.#bytes.indexOf(quote, end + 1);
      if (end === -1) throw new SyntaxError();
    } while (this.#isEscaped(end));
    this.#at = end + 1;
  }

  #isEscaped(at: number): boolean {
    let first = at;
    while (this.#bytes[first - 1] === backslash) first -= 1;
    return (at - first) % 2 === 1;
  }

  /** A number, true, false or null: to what may follow it. */
  #skipWord(): void {
    const start = this.#at;
    while (isInWord(this.#bytes[this.#at])) this.#at += 1;
    if (this.#at === start) throw new SyntaxError();
  }

  /** The next byte that is no blank; undefined: there is none. */
  #next(): number | undefined {
    while (isBlank(this.#bytes[this.#at])) this.#at += 1;
    return this.#bytes[this.#at];
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isInWord(byte: number | undefined): boolean {
  if (byte === undefined || isBlank(byte)) return false;
  return byte !== comma && byte !== closeList && byte !== closeObject && byte !== quote && byte !== colon;
}
