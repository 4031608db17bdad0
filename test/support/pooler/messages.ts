/** The wire protocol of PostgreSQL, as far as a pooler looks into it: https://www.postgresql.org/docs/current/protocol-message-formats.html */

/** A message with its first byte, whole; `type` is "" for what a client sends before all else. */
export type WireMessage = { type: string; bytes: Buffer };

export const sslRequest = 80_877_103;
export const cancelRequest = 80_877_102;

/** Cuts a stream into messages. Until `isOpening` says no, they carry no type. */
export function createCutter(isOpening: () => boolean): (chunk: Buffer) => Generator<WireMessage> {
  let rest: Buffer = Buffer.alloc(0);
  return function* cut(chunk) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isOpening() ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      yield { type: head === 0 ? "" : String.fromCharCode(bytes[0] ?? 0), bytes };
    }
  };
}

export function message(type: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** As PgBouncer ends a client: with one code for everything. */
export function fatal(sentence: string): Buffer {
  return message("E", "SFATAL", "VFATAL", "C08P01", `M${sentence}`, Buffer.alloc(1));
}

export function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export function startupParameters({ bytes }: WireMessage): Map<string, string> {
  const words = bytes.subarray(8).toString().split("\0");
  const parameters = new Map<string, string>();
  for (let at = 0; words[at]; at += 2) parameters.set(words[at] ?? "", words[at + 1] ?? "");
  return parameters;
}
