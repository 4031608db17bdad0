import { deserialize, serialize } from "node:v8";
import type { RemoteTexts } from "./digest-page.ts";

/**
 * The texts of a page's rows as bytes, so that they can be handed from a thread to another and are no text there before they are
 * wanted: what waits as text outlives collections of the young space, and lies in the old one until that is collected.
 */
export function createTexts(): { add(texts: RemoteTexts): void; pack(): ArrayBuffer } {
  const all: RemoteTexts[] = [];
  return {
    add: (texts) => void all.push(texts),
    pack: () => {
      const { buffer, byteOffset, byteLength } = serialize(all);
      return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    },
  };
}

/** In the order of the rows. */
export function unpackTexts(packed: ArrayBuffer): RemoteTexts[] {
  return deserialize(new Uint8Array(packed));
}
