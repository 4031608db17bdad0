import { Headers } from "node-fetch";
import { expect, test } from "vitest";
import { readFailure } from "../../../src/tavus/read-failure.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";

/** Words by which a refusal is told to have this cause, whoever says them. */
const reasons: [kind: string, ...words: string[]][] = [
  ["limitReached", "Maximum number of personas", "Too many replicas", "Persona limit reached"],
  ["tooManyConversations", "User has reached maximum concurrent conversations"],
  ["outOfCredits", "Out of credits", "Conversational credits", "Quota exceeded", "Not enough credits"],
  ["notInPlan", "Only for the Growth plan", "Upgrade your plan", "Plan not available", "Plan"],
  ["notFound", "Invalid persona_id", "Persona not found", "Conversation not found"],
  ["invalidKey", "Token", "API key", "This IP address is blocked", "Unauthorized", "Credentials"],
  ["forbidden", "You lack the permission", "Roles", "Not allowed to edit"],
];

/** How somebody comes to type them: into a name, a script, a prompt. */
const typings: ((words: string) => string)[] = [
  (words) => words,
  (words) => words.toLowerCase(),
  (words) => `${words} Helper`,
  (words) => `The “${words}” coach, don't ask`,
  (words) => `When it says ${words}, call us & ask "why" at once`,
  (words) =>
    `You are Ada.\nNever say: ${words}!\nBe kind to whoever comes, and always tell them\twhat to do next.`,
  (words) =>
    `${"Be kind to whoever comes. ".repeat(40)}Mind ${words} all the while, and stay polite to them.`,
];

const jsonOf = (text: string) => JSON.stringify(text).slice(1, -1);
const asciiOf = (text: string) =>
  jsonOf(text).replace(/\P{ASCII}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
const pageOf = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("'", "&#39;").replaceAll('"', "&quot;");

/** How the answer comes to repeat it: as a whole, … */
const tellings: ((text: string) => unknown)[] = [
  (text) => ({ error: `persona_name '${text}' is not unique` }),
  (text) => ({ error: `The name "${text}" is taken, so it is not available` }),
  (text) => ({ message: `Name “${text}” is required to be unique` }),
  (text) => ({ message: `A persona called ${text} is there already, needs another name` }),
  (text) => ({ error: `system_prompt: ${text}` }),
  (text) => ({ detail: [{ loc: ["body", "script"], msg: `must not contain ${text}`, input: text }] }),
  (text) => ({ error: `Rejected: {"script": "${jsonOf(text)}"}` }),
  (text) => ({ error: `Rejected: ${JSON.stringify(jsonOf(text))}` }),
  (text) => ({ error: `Rejected: ${asciiOf(text)} breaks our rules` }),
  (text) => ({ error: `Rejected: '${pageOf(text)}' breaks our rules` }),
  (text) => ({ error: `Rejected: ${text.replace(/[^\p{L}\p{N}_\s]/gu, "")} breaks our rules` }),
];

/** … or cut. */
const cuts: ((text: string) => unknown)[] = [
  (text) => ({ error: `It breaks our rules near: '${text.substring(0, 60)}…' (cut)` }),
  (text) => ({ error: `It breaks our rules near: ${text.substring(0, 60)}...` }),
  (text) => ({ error: `It breaks our rules near: ${text.substring(0, 60)}` }),
  (text) => ({ error: `It breaks our rules near: …${text.slice(-80)}` }),
  (text) => ({ error: `It breaks our rules near: '${text.slice(-80)}'` }),
  (text) => ({ error: `It breaks our rules near: "...${text.slice(-80, -20)}..."` }),
];

const operations = ["create persona", "patch persona", "create video", "say in conversation"];
const statuses = [400, 401, 403, 404, 409, 410, 413, 418, 422, 200];

function kindOf(body: unknown, about: { status: number; operation: string; text: string }): string {
  const { status, operation, text } = about;
  const sent = operation.startsWith("patch ")
    ? [{ op: "add", path: "/system_prompt", value: text }]
    : { persona_name: "Somebody", layers: { prompts: [text] } };
  return readFailure({ operation, status, body: JSON.stringify(body), headers: new Headers(), sent }).kind;
}

const harmless = "Ada the Teacher of the Northern School, whom all of them know well enough";

/** Every status and operation comes up with every reason, not with every telling of it. */
const abouts = operations.flatMap((operation) => statuses.map((status) => ({ operation, status })));

test.each(reasons)("words that mean %s mean nothing where somebody typed them", (_kind, ...words) => {
  const texts = words.flatMap((said) => typings.map((type) => type(said)));
  const told = texts.flatMap((text) =>
    [...tellings, ...cuts].flatMap((tell) => [
      { text, tell },
      { text, tell },
    ]),
  );

  for (const [turn, { text, tell }] of told.entries()) {
    const about = abouts[(3 * turn) % abouts.length] ?? { operation: "create persona", status: 400 };
    const usual = kindOf(tell(harmless), { ...about, text: harmless });
    expect({ ...about, told: tell(text), kind: kindOf(tell(text), { ...about, text }) }).toMatchObject({
      kind: usual,
    });
  }
});

test.each(reasons.slice(0, 4))("words of Tavus's own mean %s, whatever was typed", (kind, ...words) => {
  const random = createSeededRandom(7);
  const vocabulary =
    "you are a the of is kind persona and user has an out no not credits your plan when reached for more".split(
      " ",
    );
  const typed = () => Array.from({ length: 300 }, () => vocabulary[Math.floor(random() * vocabulary.length)]);

  for (const said of words.filter((one) => one.includes(" ")))
    for (let round = 0; round < 50; round += 1)
      expect(
        kindOf({ error: `${said}.` }, { status: 400, operation: "create persona", text: typed().join(" ") }),
      ).toBe(kind);
});

test("a text of megabytes is compared word by word of the answer, not of its own", () => {
  const text = "You are out of the plan and ".repeat(200_000);

  const kind = kindOf({ error: text.slice(5, 400) }, { status: 400, operation: "create persona", text });

  expect(kind).toBe(kindOf({ error: "" }, { status: 400, operation: "create persona", text: "" }));
});
