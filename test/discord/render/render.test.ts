import { expect, test } from "vitest";
import { publishedSchemas } from "../../../sandbox/stand-ins/discord/rules/published-schemas.ts";
import { type Form, isEarly, type OpenForm } from "../../../src/chat/form/form.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { commands } from "../../../src/commands/all.ts";
import { renderCommands } from "../../../src/discord/render/render-commands.ts";
import { renderFiles } from "../../../src/discord/render/render-files.ts";
import { renderForm } from "../../../src/discord/render/render-form.ts";
import { renderReply } from "../../../src/discord/render/render-reply.ts";
import { listings, personaForm } from "../samples.ts";

function formsOf(all: typeof commands): Form[] {
  return all.flatMap(({ form }) => (form ? [form] : []));
}

const open: OpenForm = { form: personaForm, command: "persona-create", formId: "f1", values: {} };

test("a form becomes a modal with its late fields in labels", () => {
  const modal = renderForm({ ...open, values: { name: "Ada", traits: ["calm"] } });

  expect(modal).toMatchObject({ custom_id: "pf1:form:persona-create:f1", title: "New persona" });
  expect(modal.components).toMatchObject([
    { type: 18, label: "Name", component: { type: 4, custom_id: "name", value: "Ada", required: true } },
    { type: 18, component: { type: 22, custom_id: "traits", required: false, min_values: 0 } },
    { type: 18, component: { type: 3, custom_id: "tone" } },
    {
      type: 18,
      description: "How it behaves",
      component: { type: 4, custom_id: "prompt", max_length: 3000 },
    },
  ]);
  expect(modal.components[1]).toHaveProperty("component.options.0.default", true);
  expect(modal.components[2]).toHaveProperty("component.options.0.default", true);
});

test("a modal is valid by Discord's published schema", () => {
  const data = renderForm({ ...open, notice: "Not saved yet", errors: { name: "x".repeat(200) } });

  expect(publishedSchemas.modalCallback.safeParse({ type: 9, data })).toMatchObject({ success: true });
});

test("a notice stands above the fields, escaped", () => {
  const modal = renderForm({ ...open, notice: "*Not* saved" });

  expect(modal.components[0]).toEqual({ type: 10, content: "\\*Not\\* saved" });
  expect(modal.components).toHaveLength(5);
});

test("where five fields take the modal, the notice goes below the first label", () => {
  const fifth = { kind: "line", label: "Fifth", maxLength: 10 } as const;
  const form = { ...personaForm, fields: { ...personaForm.fields, fifth } };

  const modal = renderForm({ ...open, form, notice: "Not saved yet" });

  expect(modal.components).toHaveLength(5);
  expect(modal.components[0]).toMatchObject({ label: "Name", description: "Not saved yet" });
});

const placed = { ...personaForm, elsewhere: "Tone is an option of /make." };

test.each([
  ["nothing else is said", {}, "Tone is an option of /make."],
  ["a notice leaves room", { notice: "Not saved yet." }, "Not saved yet. Tone is an option of /make."],
  ["a notice fills its place", { notice: "n".repeat(100) }, "n".repeat(100)],
])("where early fields are is said below the first label when %s", (_, said, description) => {
  const fifth = { kind: "line", label: "Fifth", maxLength: 10 } as const;
  const form = { ...placed, fields: { ...placed.fields, fifth } };
  expect(renderForm({ ...open, form, ...said }).components[0]).toMatchObject({ label: "Name", description });
});

test("beside a mistake nothing is said of early fields", () => {
  const modal = renderForm({ ...open, form: placed, errors: { name: "Too long" } });
  expect(modal.components[0]).toMatchObject({ label: "Name", description: "Too long" });
});

test.each(
  formsOf(commands).filter((form) => Object.values(form.fields).some(isEarly)),
)("the form “$title”, which a button opens too, says where its early fields are", ({ elsewhere }) => {
  expect(elsewhere).toMatch(/\S/);
});

test("a mistake stands where the hint was", () => {
  const modal = renderForm({ ...open, errors: { prompt: "Too long" } });

  expect(modal.components[3]).toMatchObject({ label: "Prompt", description: "Too long" });
});

test("a value longer than Discord takes says what is missing and cannot be sent by mistake", () => {
  const modal = renderForm({ ...open, values: { prompt: "x".repeat(10_000) } });

  const value: unknown = Reflect.get(Reflect.get(modal.components[3] ?? {}, "component"), "value");
  expect(value).toMatch(/… \d+ more characters do not fit here\.$/);
  expect(String(value).length).toBeGreaterThan(3000);
  expect(modal.components[3]).toHaveProperty("component.max_length", String(value).length);
});

test("what was typed as code points is shown whole, as it may be sent, and what may not be is still too long when it is cut", () => {
  const shownOf = (prompt: string): { value: string; max_length: number } =>
    Reflect.get(renderForm({ ...open, values: { prompt } }).components[3] ?? {}, "component");
  const taken = "😀".repeat(3000);
  const tooMuch = shownOf("😀".repeat(10_000));

  expect(shownOf(taken)).toMatchObject({ value: taken, max_length: 3000 });
  expect(tooMuch.value).toMatch(/… \d+ more characters do not fit here\.$/);
  expect([...tooMuch.value].length).toBeGreaterThan(3000);
  expect([...tooMuch.value].length).toBeLessThanOrEqual(4000);
  expect(tooMuch.max_length).toBe([...tooMuch.value].length);
});

test("early fields become options, required ones first", () => {
  const [create] = renderCommands(listings);

  expect(create).toMatchObject({
    name: "persona-create",
    default_member_permissions: null,
    contexts: [0],
    integration_types: [0],
    options: [
      { name: "replica", type: 3, autocomplete: true, required: true },
      { name: "model", type: 3, choices: [{ name: "GLM", value: "tavus-glm-4.7" }] },
      { name: "file", type: 11, required: false },
    ],
  });
});

test("commands are valid by Discord's published schema, which types permissions as a number", () => {
  const numbered = renderCommands(listings).map((command) => ({
    ...command,
    default_member_permissions: Number(command.default_member_permissions),
  }));

  for (const command of numbered)
    expect(publishedSchemas.command.safeParse(command)).toMatchObject({ success: true });
});

test("a command for admins is shown to those who manage the server", () => {
  expect(renderCommands(listings)[1]).toMatchObject({
    name: "persona-setup",
    default_member_permissions: "32",
  });
});

test("a reply becomes an embed with its facts, notes and buttons", () => {
  const body = renderReply({
    tone: "success",
    title: "Ada_1 is linked",
    text: "Both *sides* hold it.",
    facts: [
      { label: "Here", value: "per_abc", code: true },
      { label: "Empty", value: "" },
    ],
    notes: ["Made by <@1>"],
    buttons: [{ label: "Retry", action: "retry", state: "per_abc", style: "primary" }],
  });

  expect(body).toEqual({
    embeds: [
      {
        title: "Ada_1 is linked",
        color: expect.any(Number),
        description: "Both \\*sides\\* hold it.",
        fields: [
          { name: "Here", value: "`per_abc`", inline: true },
          { name: "Empty", value: "–", inline: true },
        ],
        footer: { text: "Made by <@1>" },
      },
    ],
    components: [
      { type: 1, components: [{ type: 2, style: 1, label: "Retry", custom_id: "pf1:retry:per_abc" }] },
    ],
    attachments: [],
    allowed_mentions: { parse: [] },
  });
});

test("the options of a command without a form are its options", () => {
  expect(renderCommands(listings)[2]).toMatchObject({
    name: "persona-list",
    options: [
      { name: "filter", type: 3, description: "Filter", choices: [{ name: "Linked", value: "linked" }] },
      { name: "persona", type: 3, autocomplete: true, required: false },
    ],
  });
});

test("items become lines below the facts, their ids in code font", () => {
  const [{ fields }] = renderReply({
    tone: "neutral",
    title: "Personas",
    facts: [{ label: "Here", value: "2" }],
    items: [{ text: "● Ada_1 (linked)", codes: ["per_1", "p`9"] }, { text: "○ # Bob\n(not linked)" }],
  }).embeds;

  expect(fields).toEqual([
    { name: "Here", value: "2", inline: true },
    { name: "\u200B", value: "● Ada_1 (linked) `per_1` `pˋ9`\n○ # Bob (not linked)", inline: false },
  ]);
});

test("of an item too long for its line the text is cut so that one sees it, and its ids stay whole", () => {
  const item = { text: "*".repeat(200), codes: ["per_1"] };
  const [{ fields = [] }] = renderReply({
    tone: "neutral",
    title: "T",
    text: "*".repeat(3000),
    facts: [{ label: "Here", value: "2" }],
    items: Array.from({ length: 10 }, () => item),
  }).embeds;

  const lines = fields.slice(1).flatMap(({ value }) => value.split("\n"));
  expect(lines).toHaveLength(10);
  for (const line of lines) expect(line).toMatch(/^(\\\*)+… `per_1`$/);
});

test("a menu stands in a row of its own, above the buttons", () => {
  const { components } = renderReply({
    tone: "neutral",
    title: "Which?",
    menu: {
      label: "Choose a persona",
      action: "show",
      choices: [
        { value: "per_1", label: "Ada · per_1" },
        { value: "per_2", label: "x".repeat(80) },
      ],
    },
    buttons: [{ label: "All", action: "list", state: "1" }],
  });

  expect(components).toEqual([
    {
      type: 1,
      components: [
        {
          type: 3,
          custom_id: "pf1:show:",
          placeholder: "Choose a persona",
          options: [
            { label: "Ada · per_1", value: "per_1" },
            { label: `${"x".repeat(74)}…`, value: "per_2" },
          ],
        },
      ],
    },
    { type: 1, components: [{ type: 2, style: 2, label: "All", custom_id: "pf1:list:1" }] },
  ]);
});

test("a menu with nothing to choose is left out", () => {
  const menu = { label: "Choose", action: "show", choices: [] };

  expect(renderReply({ tone: "neutral", title: "None", menu }).components).toEqual([]);
});

test("a file over Discord's limit is not attached, and the message says so", () => {
  const files = [
    { name: "small.md", text: "é" },
    { name: "large.md", text: "é".repeat(6 * 1024 * 1024) },
  ];

  const body = renderReply({ tone: "neutral", title: "T", files });

  expect(body.attachments).toEqual([{ id: "0", filename: "small.md" }]);
  expect(body.embeds[0].footer?.text).toMatch(/“large.md” is not attached/);
  expect(renderFiles(files)).toMatchObject([{ name: "small.md", data: "é" }]);
});

test("an edit without buttons takes the old ones away", () => {
  expect(renderReply({ tone: "neutral", title: "Done" }).components).toEqual([]);
});

test.each<[string, string]>([
  ["plain", "a"],
  ["doubled by escaping", "*"],
])("the largest reply of %s characters stays within an embed's 6000", (_kind, character) => {
  const largest: Reply = {
    tone: "warning",
    title: character.repeat(150),
    text: character.repeat(3000),
    facts: Array.from({ length: 10 }, (_, index) => ({
      label: character.repeat(45),
      value: character.repeat(1024),
      code: index % 2 === 0,
    })),
    items: Array.from({ length: 10 }, () => ({ text: character.repeat(210), codes: ["x".repeat(40)] })),
    notes: [character.repeat(3000)],
  };

  const { embeds, ...body } = renderReply(largest);

  const [{ title = "", description = "", fields = [], footer }] = embeds;
  const lengths = [
    title,
    description,
    footer?.text ?? "",
    ...fields.flatMap(({ name, value }) => [name, value]),
  ];
  expect(lengths.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(6000);
  expect(description).toMatch(/more characters do not fit here\.$/);
  const checked = publishedSchemas.messageCallback.safeParse({
    type: 4,
    data: { embeds, ...body },
  });
  expect(checked).toMatchObject({ success: true });
});

test("a reply whose file Discord would not take says what it says without it, and why", () => {
  const withoutFiles: Reply = { tone: "failure", title: "Not delivered" };
  const file = { name: "all.json", text: "x".repeat(11 * 1024 * 1024) };
  const reply: Reply = {
    tone: "warning",
    title: "Delete?",
    files: [file],
    buttons: [deleteAll],
    withoutFiles,
  };

  const message = renderReply(reply);

  expect(JSON.stringify(message)).toContain("Not delivered");
  expect(JSON.stringify(message)).toContain("“all.json” is not attached");
  expect(message.components).toEqual([]);
  expect(message.attachments).toEqual([]);
});

const deleteAll = { label: "Delete all", action: "forget-now", state: "-" };

const wild = "https://x.test/a(b)_c?t=1&u=<v>|w";

test("an address that is too long for a button stands in the text, whole, or it is said that it cannot", () => {
  const room = `https://x.test/c1?t=${"a".repeat(520)}`;
  const other = `https://x.test/${"b".repeat(2700)}`;
  const { embeds, components } = renderReply({
    tone: "success",
    title: "Ready",
    text: "Open it *now*.",
    links: [
      { label: "Open [it]", url: room },
      { label: "Watch", url: other },
    ],
  });

  expect(embeds[0].description?.split("\n")).toEqual([
    "Open it \\*now\\*.",
    `[Open \\[it\\]](${room})`,
    "Watch: its address is too long to be shown here.",
  ]);
  expect(components).toEqual([]);
});

test.each([
  500, 520, 2000,
])("of a link of %i characters nothing is lost beside a text of any length", (length) => {
  const url = "https://x.test/".padEnd(length, "a");
  const facts = Array.from({ length: 10 }, () => ({ label: "x".repeat(90), value: "y".repeat(1000) }));
  const message = renderReply({
    tone: "success",
    title: "Ready",
    text: "z".repeat(3000),
    facts,
    links: [{ label: "Open", url }],
  });

  expect(JSON.stringify(message)).toContain(url);
  expect(message.embeds[0].description?.length).toBeLessThanOrEqual(4096);
});

test("links stand in a row of their own, above the buttons, and end a line; what is no address is not shown", () => {
  const { embeds, components } = renderReply({
    tone: "success",
    title: "Ready",
    items: [
      { text: "One [1]", codes: ["r1"], link: { label: "Watch]", url: wild } },
      { text: "Two", link: { label: "Watch", url: "javascript:alert(1)" } },
      { text: "Three", link: { label: "Watch", url: `https://x.test/${"y".repeat(2000)}` } },
    ],
    image: { url: "https://x.test/a.png", alt: "A face" },
    links: [
      { label: "Open", url: wild },
      { label: "Bad", url: "not an address" },
      { label: "Long", url: `https://x.test/${"y".repeat(600)}` },
    ],
    buttons: [{ label: "Delete", action: "drop", state: "1" }],
  });

  const address = "https://x.test/a%28b%29_c?t=1&u=%3Cv%3E%7Cw";
  expect(embeds[0].fields?.[0]?.value.split("\n")).toEqual([
    `One \\[1\\] \`r1\` [Watch\\]](${address})`,
    "Two",
    "Three",
  ]);
  expect(embeds[0].image).toEqual({ url: "https://x.test/a.png" });
  expect(components).toEqual([
    { type: 1, components: [{ type: 2, style: 5, label: "Open", url: address }] },
    { type: 1, components: [{ type: 2, style: 2, label: "Delete", custom_id: "pf1:drop:1" }] },
  ]);
});
