import type { IncomingMessage } from "node:http";

/** The largest payload of a platform, a form with everything in it, is about 100 kB. */
export const mostBodyBytes = 512_000;
/** Of all bodies that are being read, whoever sends them: nothing is known of them before they are whole. */
const mostBytesAtOnce = 16_000_000;
/** A platform sends a body at once, and waits three seconds for the answer to it. */
const bodyDeadlineMs = 5000;

export type BodyReading =
  | { kind: "read"; body: Buffer }
  | { kind: "tooLarge" | "tooSlow" | "tooMany" | "cut" };

/** With which status a request is answered whose body was not read to its end. */
export const unreadStatus = { tooLarge: 413, tooSlow: 408, tooMany: 503, cut: 400 } as const;

export type BodyReader = {
  /** Reads the body of a request, no longer than `most` bytes and the deadline. Never rejects. */
  read(request: IncomingMessage, most?: number): Promise<BodyReading>;
};

/** Reads bodies within one allowance for all. Where that is used up, the one that has been under way longest gives way. */
export function createBodyReader(
  limits = { bytesAtOnce: mostBytesAtOnce, deadlineMs: bodyDeadlineMs },
): BodyReader {
  const underWay = new Set<{ giveWay(): void }>();
  let bytes = 0;

  return {
    read(request, most = mostBodyBytes) {
      const done = Promise.withResolvers<BodyReading>();
      const chunks: Buffer[] = [];
      let length = 0;
      const own = { giveWay: () => end({ kind: "tooMany" }) };

      function take(chunk: Buffer): void {
        length += chunk.length;
        bytes += chunk.length;
        chunks.push(chunk);
        if (length > most) end({ kind: "tooLarge" });
        for (const oldest of underWay) {
          if (bytes > limits.bytesAtOnce) oldest.giveWay();
        }
      }

      function end(reading: BodyReading): void {
        if (!underWay.delete(own)) return;
        bytes -= length;
        clearTimeout(deadline);
        request.off("data", take);
        chunks.length = 0;
        done.resolve(reading);
      }

      const deadline = setTimeout(() => end({ kind: "tooSlow" }), limits.deadlineMs);
      underWay.add(own);
      request.on("data", take);
      request.once("end", () => end({ kind: "read", body: Buffer.concat(chunks) }));
      request.once("error", () => end({ kind: "cut" }));
      request.once("close", () => end({ kind: "cut" }));
      return done.promise;
    },
  };
}
