import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
/** What the standard recommends for GCM: https://doi.org/10.6028/NIST.SP.800-38D */
const ivBytes = 12;
const tagBytes = 16;
const version = "v1";

export type Secrets = {
  /** The text as it may lie in the database, of use to this tenant alone. */
  seal(tenantId: string, secret: string): string;
  /** Undefined: sealed with another key or for another tenant, or changed since. */
  open(tenantId: string, sealed: string): string | undefined;
};

/** Encrypts secrets before they are stored. `encryptionKey` has 32 bytes. */
export function createSecrets(encryptionKey: Buffer): Secrets {
  return {
    seal(tenantId, secret) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, encryptionKey, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(tenantId));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return [version, iv, cipher.getAuthTag(), sealed]
        .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
        .join(".");
    },

    open(tenantId, text) {
      const [itsVersion, ...parts] = text.split(".");
      const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"));
      if (itsVersion !== version || iv?.length !== ivBytes || tag?.length !== tagBytes || !sealed) {
        return undefined;
      }
      try {
        const decipher = createDecipheriv(algorithm, encryptionKey, iv, { authTagLength: tagBytes });
        decipher.setAAD(Buffer.from(tenantId));
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
      } catch {
        // The tag does not fit: GCM says no more than that.
        return undefined;
      }
    },
  };
}
