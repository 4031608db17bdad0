import { generateKeyPairSync, sign } from "node:crypto";

/** The application's pair of keys: Discord signs, and the bot knows the other half. */
export type Signer = {
  /** 64 hex digits, as the developer portal shows them. */
  readonly publicKey: string;
  /** The headers of a request with this body. */
  headers(body: string, atSeconds?: number): Record<string, string>;
};

const rawKeyBytes = 32;

export function createSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ format: "der", type: "spki" });
  return {
    publicKey: der.subarray(-rawKeyBytes).toString("hex"),
    headers(body, atSeconds = Math.floor(Date.now() / 1000)) {
      const at = String(atSeconds);
      return {
        "content-type": "application/json",
        "x-signature-timestamp": at,
        "x-signature-ed25519": sign(null, Buffer.from(`${at}${body}`), privateKey).toString("hex"),
      };
    },
  };
}
