import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createSecrets } from "../../../src/database/team/secrets.ts";

const secrets = createSecrets([Buffer.alloc(32, 1)]);
const tenant = "slack:T1";

test.each([
  "",
  "a key",
  "Zoë 🙂",
  "x".repeat(10_000),
])("what was sealed is opened as it was: %j", (secret) => {
  expect(secrets.open(tenant, secrets.seal(tenant, secret))).toBe(secret);
});

test("sealed twice it reads differently, and never in clear", () => {
  const [first, second] = [secrets.seal(tenant, "a-long-secret"), secrets.seal(tenant, "a-long-secret")];

  expect(first).not.toBe(second);
  expect(first).not.toContain("a-long-secret");
  expect(Buffer.from(first, "base64url").toString()).not.toContain("a-long-secret");
});

test("it opens for its own tenant and with its own key alone", () => {
  const sealed = secrets.seal(tenant, "a-long-secret");

  expect(secrets.open("slack:T2", sealed)).toBeUndefined();
  expect(createSecrets([randomBytes(32)]).open(tenant, sealed)).toBeUndefined();
});

test("one character changed anywhere makes it unreadable", () => {
  const sealed = secrets.seal(tenant, "a-long-secret");
  // The last character of a part may hold bits that stand for nothing.
  const places = [...sealed].flatMap((letter, at) => (isLoose(sealed, at) || letter === "." ? [] : [at]));

  const opened = places.map((at) => secrets.open(tenant, withOtherLetter(sealed, at)));

  expect(places.length).toBeGreaterThan(50);
  expect(opened.filter((text) => text !== undefined)).toEqual([]);
});

test("of several keys the first seals and all open, named by fingerprints that give nothing away", () => {
  const [old, young] = [randomBytes(32), randomBytes(32)];
  const before = createSecrets([old]);
  const both = createSecrets([young, old]);
  const sealed = both.seal(tenant, "a-long-secret");

  expect(both.open(tenant, before.seal(tenant, "older"))).toBe("older");
  expect(createSecrets([young]).open(tenant, sealed)).toBe("a-long-secret");
  expect(before.open(tenant, sealed)).toBeUndefined();
  expect(both.sealedWith(tenant, before.seal(tenant, "older"))).toBe(before.fingerprints[0]);
  expect(both.fingerprints).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), before.fingerprints[0]]);
  expect(old.toString("hex")).not.toContain(before.fingerprints[0]);
});

test("what a version before fingerprints sealed is opened and found out, and that version opens what is sealed now", () => {
  const [old, young] = [randomBytes(32), randomBytes(32)];
  const both = createSecrets([young, old]);
  // That version wrote four parts, and reads no more of them.
  const withoutFingerprint = createSecrets([old]).seal(tenant, "older").split(".").slice(0, 4).join(".");

  expect(both.open(tenant, withoutFingerprint)).toBe("older");
  expect(both.sealedWith(tenant, withoutFingerprint)).toBe(both.fingerprints[1]);
  expect(createSecrets([young]).sealedWith(tenant, withoutFingerprint)).toBeUndefined();
  expect(createSecrets([old]).isCurrent(withoutFingerprint)).toBe(false);
});

test.each([
  "",
  "v1",
  "v1...",
  "v1.a.b.c",
  "v2.a.b.c",
  "the key in clear",
  // A tag cut short must not be taken for a whole one.
  `v1.${"A".repeat(16)}.${"A".repeat(6)}.AAAA`,
])("%j is nothing that was sealed", (text) => {
  expect(secrets.open(tenant, text)).toBeUndefined();
});

function isLoose(text: string, at: number): boolean {
  return at === text.length - 1 || text[at + 1] === ".";
}

function withOtherLetter(text: string, at: number): string {
  return `${text.substring(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
}
