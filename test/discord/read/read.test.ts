import { expect, test } from "vitest";
import { isFromPrivateMessage, readPayload } from "../../../src/discord/read/payload.ts";
import { readInteraction } from "../../../src/discord/read/read.ts";
import { ageOfSnowflakeMs } from "../../../src/discord/read/snowflake.ts";
import { aPayload, listings } from "../samples.ts";

function read(raw: unknown) {
  const payload = readPayload(raw);
  return payload && readInteraction(payload, listings);
}

test("a command is read with its options", () => {
  const interaction = read(
    aPayload(2, {
      name: "persona-create",
      type: 1,
      options: [
        { name: "replica", type: 3, value: "r4f2" },
        { name: "file", type: 11, value: "55" },
      ],
      resolved: {
        attachments: { 55: { id: "55", filename: "p.md", size: 12, url: "https://cdn.test/p.md" } },
      },
    }),
  );

  expect(interaction).toMatchObject({
    kind: "command",
    id: "1300000000000000001",
    channelId: "1000000000000000001",
    command: "persona-create",
    values: { replica: "r4f2", file: { name: "p.md", sizeBytes: 12, url: "https://cdn.test/p.md" } },
    text: "",
    member: { tenantId: "discord:1100000000000000001", userId: "900000000000000001", locale: "de" },
  });
});

test("a command without options is read", () => {
  expect(read(aPayload(2, { name: "persona-list", type: 1 }))).toMatchObject({ kind: "command", values: {} });
});

test("what is being typed into an option is read", () => {
  const options = [
    { name: "model", type: 3, value: "x" },
    { name: "replica", type: 3, value: "An", focused: true },
  ];

  const interaction = read(aPayload(4, { name: "persona-create", type: 1, options }));

  expect(interaction).toMatchObject({ kind: "suggest", field: "replica", typed: "An" });
});

test("a button is read by its id", () => {
  const press = aPayload(3, { custom_id: "pf1:retry:per_1", component_type: 2 }, { message: { flags: 64 } });

  expect(read(press)).toMatchObject({ kind: "button", code: "pf1:retry:per_1" });
});

test("a press says which message it was on, where everybody sees that", () => {
  const pressed = (message: object) => read(aPayload(3, { custom_id: "pf1:join:per_1" }, { message }));

  expect(pressed({ id: "9", flags: 0 })).toMatchObject({ message: { messageId: "9" } });
  expect(pressed({ id: "9", flags: 64 })).not.toHaveProperty("message");
  expect(pressed({ flags: 0 })).not.toHaveProperty("message");
});

test("a choice in a menu is read as the button with that state", () => {
  const choice = aPayload(
    3,
    { custom_id: "pf1:show:", component_type: 3, values: ["per_1"] },
    { message: { flags: 0 } },
  );

  expect(read(choice)).toMatchObject({ kind: "button", code: "pf1:show:per_1" });
});

test("a submitted form is read by the kinds of its fields", () => {
  const interaction = read(
    aPayload(5, {
      custom_id: "pf1:form:persona-create:f1",
      components: [
        { type: 10, id: 1 },
        { type: 18, id: 2, component: { type: 4, custom_id: "name", value: "Ada" } },
        { type: 18, id: 3, component: { type: 22, custom_id: "traits", values: ["calm", "playful"] } },
        { type: 18, id: 4, component: { type: 3, custom_id: "tone", values: ["dry"] } },
        { type: 18, id: 5, component: { type: 4, custom_id: "prompt", value: "" } },
      ],
    }),
  );

  expect(interaction).toMatchObject({ kind: "form", command: "persona-create", formId: "f1" });
  expect(interaction).toHaveProperty("values", { name: "Ada", traits: ["calm", "playful"], tone: "dry" });
});

test("inputs in the old action rows, radio groups and uploads are read too", () => {
  const interaction = read(
    aPayload(5, {
      custom_id: "pf1:form:persona-create:f1",
      components: [
        { type: 1, components: [{ type: 4, custom_id: "name", value: "Ada" }] },
        { type: 18, component: { type: 21, custom_id: "tone", value: "dry" } },
        { type: 18, component: { type: 19, custom_id: "file", values: ["55"] } },
      ],
      resolved: {
        attachments: { 55: { id: "55", filename: "p.md", size: 12, url: "https://cdn.test/p.md" } },
      },
    }),
  );

  expect(interaction).toHaveProperty("values.name", "Ada");
  expect(interaction).toHaveProperty("values.tone", "dry");
  expect(interaction).toHaveProperty("values.file.name", "p.md");
});

test("a form of another version is not ours", () => {
  expect(read(aPayload(5, { custom_id: "persona:create", components: [] }))).toBeUndefined();
});

test("what happens outside a server has no team", () => {
  const direct = { guild_id: undefined, member: undefined, user: { id: "1" } };

  expect(read(aPayload(2, { name: "persona-create", type: 1 }, direct))).toBeUndefined();
});

test("a ping is no interaction to answer", () => {
  expect(readPayload(aPayload(1, {}))).toBeUndefined();
});

test("what is of a kind that nobody knows yet can be answered", () => {
  const payload = readPayload(aPayload(9, {}));

  expect(payload).toMatchObject({ type: "unread", sentAs: 9, token: "a-token" });
  expect(payload && readInteraction(payload, listings)).toBeUndefined();
});

test.each([
  ["32", "admin"],
  ["8", "admin"],
  [String(0x8n | (1n << 50n)), "admin"],
  ["2147483607", "member"],
  ["", "member"],
])("permissions %j make the role %s", async (permissions, role) => {
  const member = { user: { id: "1" }, permissions };

  const interaction = read(aPayload(2, { name: "x", type: 1 }, { member }));

  expect(await interaction?.member.role()).toBe(role);
});

test("a press on a private message is told from one on a public message", () => {
  const press = (flags: number) => readPayload(aPayload(3, { custom_id: "x" }, { message: { flags } }));
  const [onPrivate, onPublic] = [press(64), press(0)];

  expect(onPrivate && isFromPrivateMessage(onPrivate)).toBe(true);
  expect(onPublic && isFromPrivateMessage(onPublic)).toBe(false);
});

test.each([
  ["its own time", 0, 0],
  ["a second later", 1000, 1000],
  ["a clock that is slow", -5000, 0],
  ["a clock that is an hour fast", 3_600_000, 0],
])("an id is as old as it should be at %s", (_when, laterMs, ageMs) => {
  const madeAtMs = 1_700_000_000_000;
  const id = String(BigInt(madeAtMs - 1_420_070_400_000) << 22n);

  expect(ageOfSnowflakeMs(id, madeAtMs + laterMs)).toBe(ageMs);
});
