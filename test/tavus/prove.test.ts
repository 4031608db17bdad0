import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { TavusClient } from "../../src/tavus/client.ts";
import { errorOf, key, startTavus } from "./setup.ts";

const shortMs = 300;
const patch = [{ op: "add", path: "/persona_name", value: "Grace" }] as const;

const writes = {
  "patch persona": (client: TavusClient, id: string) => client.patchPersona(key, id, patch),
  "delete persona": (client: TavusClient, id: string) => client.deletePersona(key, id),
} as const;
const operations = ["patch persona", "delete persona"] as const;

/** Words in which a write is refused that the persona's absence would be refused in, too. */
const refusals: [string, Fault][] = [
  ["400 Invalid persona_id", { status: 400, body: { error: "Invalid persona_id" } }],
  ["404 in JSON", { status: 404, body: { message: "Persona not found" } }],
  ["404 without words", { status: 404 }],
  ["404 as a page", { status: 404, body: "<html><title>404</title></html>" }],
  ["410", { status: 410 }],
];

const cases = operations.flatMap((operation) =>
  refusals.map(([name, fault]) => [operation, name, fault] as const),
);

test.each(cases)("%s refused with %s of one that stands there is forbidden", async (operation, _, fault) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault(fault, { operation });

  expect((await errorOf(writes[operation](client, id))).kind).toBe("forbidden");
});

test.each(
  cases,
)("%s refused with %s of one that cannot be read is not said to be gone", async (operation, _, fault) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault("serverErrors");
  standIn.setFault(fault, { operation });

  expect((await errorOf(writes[operation](client, id))).kind).toBe("unavailable");
});

test.each(refusals)("%s to a delete of one that is not there means gone", async (_, fault) => {
  const { client, standIn } = await startTavus();
  standIn.setFault(fault, { operation: "delete persona" });

  expect(await client.deletePersona(key, "pcb7a34da5fe")).toMatch(/alreadyGone|goneNow/);
});

test.each(
  operations,
)("%s of what is in neither list of a type is forbidden, in Tavus's words", async (operation) => {
  const { client, account } = await startTavus();
  const { id } = account.addPersona({ type: "shared" });

  const error = await errorOf(writes[operation](client, id));

  expect(error).toMatchObject({ kind: "forbidden", operation, status: 400, words: "Invalid persona_id" });
  expect(account.persona(id)).toBeDefined();
});

test.each([
  "404 without words",
  "404 as a page",
])("a reading answered with %s proves nothing while the list shows the persona", async (name) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  const fault = new Map(refusals).get(name) ?? {};
  standIn.setFault(fault, { operation: "get persona" });

  expect((await errorOf(client.getPersona(key, id))).kind).not.toBe("notFound");
  account.removePersona(id);
  expect((await errorOf(client.getPersona(key, id))).kind).toBe("notFound");
});

test("a 404 without words proves nothing while the list cannot be read, unless somebody has read it", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault("serverErrors", { operation: "list personas" });
  standIn.setFault({ status: 404 }, { operation: "get persona" });

  expect((await errorOf(client.getPersona(key, "p1234567"))).kind).toBe("unavailable");
  expect((await errorOf(client.getPersona(key, "p1234567", { isUnlisted: true }))).kind).toBe("notFound");
});

const lost: (Fault | "hangAfter" | "dropAfter")[] = [
  "hangAfter",
  "dropAfter",
  { status: 502, body: "<html>Bad Gateway</html>", workFirst: true },
  { status: 200, body: "<html><title>Sign in</title></html>", workFirst: true },
];

test.each(lost)("a delete whose answer was lost (%j) is looked for: gone is gone", async (fault) => {
  const { client, standIn, account } = await startTavus({ timeoutMs: shortMs });
  const { id } = account.addPersona();
  standIn.setFault(fault, { operation: "delete persona" });

  expect(await client.deletePersona(key, id)).toBe("goneNow");
});

test.each([
  "hang",
  "dropBefore",
  "serverErrors",
  "nonsense",
] as const)("a delete that met %s and did nothing is no success", async (fault) => {
  const { client, standIn, account } = await startTavus({ timeoutMs: shortMs });
  const { id } = account.addPersona();
  standIn.setFault(fault, { operation: "delete persona" });

  expect((await errorOf(client.deletePersona(key, id))).reached).toBe("maybe");
  expect(account.persona(id)).toBeDefined();
});

/** Bodies with the status of a success that tell of none. */
const falseSuccesses: [body: unknown, kind: string, words: string | undefined][] = [
  [{ error: "Something broke" }, "rejected", "Something broke"],
  [{ status: "error", message: "Not done" }, "rejected", "Not done"],
  [
    { success: false, message: "maximum number of personas reached" },
    "limitReached",
    "maximum number of personas reached",
  ],
  [{ ok: false }, "rejected", undefined],
  [{ errors: [{ message: "a" }, "b"] }, "rejected", "a; b"],
  [{ data: [], error: { message: "Invalid access token" } }, "invalidKey", "Invalid access token"],
  [{ status: "error", data: [], message: "Upstream is away" }, "rejected", "Upstream is away"],
  [{ user_id: "u1", error: "Account suspended" }, "rejected", "Account suspended"],
  ["<!doctype html><title>Sign in to continue</title>", "unexpectedReply", "Sign in to continue"],
];

const calls: [string, (client: TavusClient, id: string) => Promise<unknown>][] = [
  ["create", (client) => client.createPersona(key, [["/persona_name", "Ada"]])],
  ["get", (client, id) => client.getPersona(key, id)],
  ["list", (client) => client.listPersonasPage(key, { page: 1 })],
  ["replicas", (client) => client.replicas.list(key)],
  ["patch", (client, id) => client.patchPersona(key, id, patch)],
  ["delete", (client, id) => client.deletePersona(key, id)],
];

test.each(calls)("a 200 whose body is an error is none, to %s", async (_, call) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();

  for (const [body, kind, words] of falseSuccesses) {
    const repair = standIn.setFault({ status: 200, body });
    expect(await errorOf(call(client, id)), JSON.stringify(body)).toMatchObject({ kind, words, status: 200 });
    repair();
  }
});

test.each(
  calls.filter(([name]) => !/patch|delete/.test(name)),
)("words in place of what was asked for are an error, to %s", async (_, call) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ status: 200, body: { message: "Invalid access token" } });

  expect(await errorOf(call(client, id))).toMatchObject({
    kind: "invalidKey",
    words: "Invalid access token",
  });
});

/** What was sent, told back: in characters, of whatever bytes. */
const toldBack: [string, string][] = [
  ["a Latin text", "a".repeat(90_000)],
  ["a Cyrillic one", "ж".repeat(90_000)],
  ["a Chinese one", "漢".repeat(90_000)],
  ["one of flags", "🇸🇪".repeat(20_000)],
];

test.each(toldBack)("an error that tells back %s is no success of a patch or a delete", async (_, text) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ status: 200, body: { error: "It is too long", received: { system_prompt: text } } });

  for (const operation of operations) {
    expect((await errorOf(writes[operation](client, id))).words).toBe("It is too long");
  }
});

test("an id beside an error is no success of a patch or a delete", async () => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ status: 200, body: { persona_id: id, error: "It is in use" } });

  for (const operation of operations) {
    expect((await errorOf(writes[operation](client, id))).words).toBe("It is in use");
  }
});

test("an id that came back is kept, whatever stands beside it", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body: { persona_id: "p1234567", error: "the voice was left out" } });

  expect(await client.createPersona(key, [["/persona_name", "Ada"]])).toEqual({ id: "p1234567" });
});

test.each([
  { deleted: false },
  { deleted: 0 },
  { success: false },
])("a delete answered 200 with %j has deleted nothing", async (body) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ status: 200, body }, { operation: "delete persona" });

  await errorOf(client.deletePersona(key, id));
});

const other = { persona_id: "pother", persona_name: "Other", system_prompt: "Other." };

test.each([
  [other],
  [{ data: [other] }],
  [{ data: other }],
  [{ data: [] }],
  [{}],
])("a reading answered with %j is no answer about this persona", async (body) => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ status: 200, body }, { operation: "get persona" });

  expect((await errorOf(client.getPersona(key, id))).kind).toBe("unexpectedReply");
});
