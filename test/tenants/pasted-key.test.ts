import { expect, test } from "vitest";
import { readPastedKey } from "../../src/tenants/pasted-key.ts";

const keys = [
  "tvsk_0123456789abcdef",
  "0123456789abcdef0123456789abcdef",
  "sandbox-tavus-key",
  "a.b-c_d=~+/9==",
];

/** What stands around a key where people copy it. */
const wrappings: ((key: string) => string)[] = [
  (key) => key,
  (key) => `Bearer ${key}`,
  (key) => `bearer   ${key}\n`,
  (key) => `Authorization: Bearer ${key}`,
  (key) => `x-api-key: ${key}`,
  (key) => `X-API-KEY:${key}`,
  (key) => `x-api-key=${key}`,
  (key) => `-H "x-api-key: ${key}"`,
  (key) => `curl -H 'x-api-key: ${key}'`,
  (key) => `"x-api-key": "${key}",`,
  (key) => `{"x-api-key": "${key}"}`,
  (key) => `TAVUS_API_KEY=${key}`,
  (key) => `TAVUS_API_KEY = '${key}'`,
  (key) => `export TAVUS_API_KEY="${key}"`,
  (key) => `TAVUS_API_KEY=${key} # ours`,
  (key) => `TAVUS_KEY: ${key}`,
  (key) => `Tavus API key: ${key}`,
  (key) => `api_key = ${key}`,
  (key) => `apiKey: "${key}"`,
  (key) => `key: ${key}`,
  (key) => `“${key}”`,
  (key) => `‘Bearer ${key}’`,
  (key) => `\`${key}\``,
  (key) => `<${key}>`,
  (key) => `\t ${key} \r\n\r\n`,
  (key) => `\u200b\uFEFF${key}\u200d`,
  (key) => `${key.substring(0, 5)}\u200b${key.slice(5)}`,
  (key) => `${key.substring(0, 5)}\u00ad${key.slice(5)}\u2060`,
  (key) => `\u00a0${key}\u202f`,
];

test.each(wrappings.map((wrap) => [wrap("…"), wrap] as const))("a key in %j is read", (_, wrap) => {
  for (const key of keys) expect(readPastedKey(wrap(key))).toEqual({ kind: "key", value: key });
});

test.each([
  ["", "There is no key in this."],
  ["  \u200b ", "There is no key in this."],
  ['""', "There is no key in this."],
  ["Bearer ", "There is no key in this."],
  ["TAVUS_API_KEY=", "There is no key in this."],
  ["tvsk_abc def", "There are spaces in this"],
  ["tvsk_abc\ndef", "There are several lines"],
  ["TAVUS_API_KEY=tvsk_abc\nDISCORD_TOKEN=xyz", "There are several lines"],
  ["https://maker.tavus.io/dev", "This is an address"],
  ["clé-secrète", "letters in this that no key has"],
])("in %j there is none, and the reason is named without repeating it", (pasted, reason) => {
  const read = readPastedKey(pasted);

  expect(read).toMatchObject({ kind: "none", reason: expect.stringContaining(reason) });
  expect(JSON.stringify(read)).not.toContain("tvsk_abc");
});
