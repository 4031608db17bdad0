import { describe, expect, test } from "vitest";
import { textsIn } from "../../src/tavus/answers/own-words.ts";
import { gistOf } from "../../src/tavus/gist.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Each line is one cause in several tellings. */
const oneCause: [string, ...string[]][] = [
  ["Invalid replica_uuid: r4f2ab1c09de", "Invalid replica_uuid: rabcdefghijk", "Invalid replica_uuid: 7"],
  ["Invalid persona_id (id=p12ab)", "Invalid persona_id (id=pqrst)"],
  [
    "Replica 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is not ready",
    "Replica 9b2fd61e-0c5a-4a53-8f7e-d2e0b8f5a001 is not ready",
  ],
  ["Something broke, request req_8sK2LmQx", "Something broke, request req_00aZZ91b"],
  ["Trace deadbeefcafe", "Trace aabbccddeeff"],
  ["Token QwErTyUiOpAs is unknown", "Token zXcVbNmAsDfG is unknown"],
  ["Persona 'Ada’s coach' already exists", "Persona 'Bob' already exists"],
  ['Persona "Ada" already exists', 'Persona "Émile Zola, teacher" already exists'],
  ["Persona “Ada” already exists", "Persona “Ζωή” already exists"],
  ["Persona `ada` already exists", "Persona `a b c` already exists"],
  ["The face of Anna Bell cannot be used", "The face of Tom cannot be used"],
  ["A persona named ada the second is there", "A persona named coach is there"],
  ["Prompt is 32001 tokens, at most 32,000", "Prompt is 1,048,576 tokens, at most 32,000"],
  ["Wait until 2026-11-28T10:00:00Z", "Wait until 2026-12-01T23:59:59.123Z"],
  ["Wait until 28 Nov 2026 10:00", "Wait until 1 Dec 2026 09:30"],
  ["Cannot read https://a.example/x?id=1", "Cannot read http://127.0.0.1:8080/"],
  ["Ask ada@example.com", "Ask bob.smith@mail.example.org"],
  ["Unknown ids r1a, r2b and r3c", "Unknown ids r9z"],
  ["layers.0.llm.model is not allowed", "layers.12.llm.model is not allowed"],
  [
    "Bad Request. {'persona_name': ['“Ada” is taken.']}",
    "Bad Request. {'persona_name': ['“Bob the Builder” is taken.']}",
  ],
  ["'abc' is not of type 'integer'", "'a whole sentence that somebody typed' is not of type 'integer'"],
  ["REPLICA r1 is gone", "Replica  r2 is gone"],
];

const otherCauses = [
  "Invalid replica_uuid",
  "Invalid persona_id",
  "Invalid 'voice_id' for replica r1",
  "Invalid 'replica_id' for replica r1",
  "Prompt is too long",
  "Prompt breaks our rules",
  "'system_prompt' is a required property",
  "'persona_name' is a required property",
  "'layers' is a required property",
  "Unknown field 'pipeline'",
  "Unknown field 'greeting'",
  "Bad Request. {'persona_name': ['Missing data.']}",
  "Bad Request. {'greeting': ['Missing data.']}",
  "The replica does not exist",
  "The replica is still training",
];

describe("the gist of a refusal", () => {
  test.each(oneCause)("%s is the same, whoever it is about", (first, ...others) => {
    for (const other of others) expect(gistOf(other)).toBe(gistOf(first));
  });

  test("other causes are other gists", () => {
    expect(new Set(otherCauses.map((words) => gistOf(words))).size).toBe(otherCauses.length);
  });

  test("what was sent is no part of it, however it reads", () => {
    const body = (name: string) => ({ persona_name: name, layers: [{ text: `Be ${name}, always` }] });
    const names = ["coach", "the coach for sales", "coach (new)", "r.e.g[e]x*", "教练", "مدرب", "🦞 lobster"];
    const gists = names.map((name) =>
      gistOf(`Name ${name} is taken: Be ${name}, always`, textsIn(body(name))),
    );

    expect(new Set(gists).size).toBe(1);
  });

  test("a short or repeated text that was sent takes no word apart", () => {
    expect(gistOf("Invalid persona_id is invalid", ["is", "in", "persona"])).toBe(
      gistOf("Invalid persona_id is invalid"),
    );
  });

  test("a sentence of any length and of anything is read in no time", () => {
    const long = `${"'a ".repeat(50_000)}${"Aa".repeat(50_000)}${"…,".repeat(50_000)}`;

    expect(gistOf(long).length).toBeLessThanOrEqual(2000);
  });
});

const random = createSeededRandom(19);
const pick = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
const hex = "0123456789abcdef";
const base36 = "0123456789abcdefghijklmnopqrstuvwxyz";
const base62 = `${base36}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

/** Ids as services make them; where the letters may be any, a digit is among them, as among 19 of 20 such ids. */
const ids: { [shape: string]: () => string } = {
  uuid: () => [8, 4, 4, 4, 12].map((length) => pick(hex, length)).join("-"),
  hex: () => pick(hex, 24),
  "hex in capitals": () => pick(hex, 16).toUpperCase(),
  prefixed: () => `p${pick(hex, 10)}7`,
  "prefixed with an underscore": () => `req_${pick(base62, 12)}4`,
  base62: () => `${pick(base62, 10)}3${pick(base62, 10)}`,
  snowflake: () => `1${pick("0123456789", 18)}`,
  number: () => String(Math.floor(random() * 1e9)),
  time: () => new Date(Math.floor(random() * 2e12)).toISOString(),
  address: () => `https://${pick(base36, 8)}.example/${pick(base62, 12)}?t=${pick(hex, 6)}`,
};
const sentences = [
  (id: string) => `Invalid replica_uuid: ${id}`,
  (id: string) => `Replica ${id} is not ready.`,
  (id: string) => `Not found (${id}), try again`,
  (id: string) => `Unknown “${id}”; see ${id}`,
  (id: string) => `${id} was refused`,
  (id: string) => `{"detail": "persona ${id} exists", "request_id": "${id}"}`,
];

test.each(Object.keys(ids))("a hundred refusals that differ only in a random %s have one gist", (shape) => {
  for (const say of sentences) {
    const gists = Array.from({ length: 100 }, () => gistOf(say(ids[shape]?.() ?? "")));
    expect([...new Set(gists)]).toHaveLength(1);
  }
});
