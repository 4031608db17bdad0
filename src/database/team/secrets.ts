import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";
/** What the standard recommends for GCM: https://doi.org/10.6028/NIST.SP.800-38D */
const ivBytes = 12;
const tagBytes = 16;
const version = "v1";

export type Secrets = {
  /** The text as it may lie in the database, of use to this tenant alone. Sealed with the first key. */
  seal(tenantId: string, secret: string): string;
  /** Undefined: sealed with a key that is not among these or for another tenant, or changed since. */
  open(tenantId: string, sealed: string): string | undefined;
  /** The fingerprint of the key that it is sealed with; undefined: none is noted, and none of these opens it. */
  sealedWith(tenantId: string, sealed: string): string | undefined;
  /** Whether it is sealed with the first key, and says so. */
  isCurrent(sealed: string): boolean;
  /** Of every key, in their order. */
  fingerprints: readonly string[];
};

/** Encrypts secrets before they are stored. Each key has 32 bytes; the first seals, all open. */
export function createSecrets(keys: readonly Buffer[]): Secrets {
  const rings = keys.map((key) => ({ key, fingerprint: keyFingerprint(key) }));
  const [first] = rings;
  if (!first) throw new Error("Without a key nothing can be sealed.");
  /** What a version before this one sealed does not name its key. */
  const candidates = (sealed: string) => {
    const noted = notedFingerprint(sealed);
    return noted === undefined ? rings : rings.filter(({ fingerprint }) => fingerprint === noted);
  };
  return {
    seal: (tenantId, secret) => `${sealWith(first.key, tenantId, secret)}.${first.fingerprint}`,
    open: (tenantId, sealed) =>
      firstDefined(candidates(sealed), ({ key }) => openWith(key, tenantId, sealed)),
    sealedWith: (tenantId, sealed) =>
      notedFingerprint(sealed) ??
      rings.find(({ key }) => openWith(key, tenantId, sealed) !== undefined)?.fingerprint,
    isCurrent: (sealed) => notedFingerprint(sealed) === first.fingerprint,
    fingerprints: rings.map(({ fingerprint }) => fingerprint),
  };
}

/** Eight hex digits that tell a key from others and give nothing of it away: it is random, and as long as the hash. */
function keyFingerprint(key: Buffer): string {
  return createHash("sha256").update("personaforge encryption key").update(key).digest("hex").substring(0, 8);
}

/** The fifth part of a sealed text. A program that knows one key alone reads the four before it. */
export function notedFingerprint(sealed: string): string | undefined {
  return sealed.split(".")[4];
}

function sealWith(key: Buffer, tenantId: string, secret: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(tenantId));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [version, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".");
}

function openWith(key: Buffer, tenantId: string, text: string): string | undefined {
  const [itsVersion, ...parts] = text.split(".");
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, "base64url"));
  if (itsVersion !== version || iv?.length !== ivBytes || tag?.length !== tagBytes || !sealed) {
    return undefined;
  }
  try {
    const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(tenantId));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
  } catch {
    // The tag does not fit: GCM says no more than that.
    return undefined;
  }
}

function firstDefined<Item, Result>(
  items: readonly Item[],
  find: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
