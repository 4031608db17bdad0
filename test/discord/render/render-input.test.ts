import { TextInputStyle } from "discord.js";
import { expect, test } from "vitest";
import { modalProblems } from "../../../sandbox/stand-ins/discord/rules/modal-rules.ts";
import { publishedSchemas } from "../../../sandbox/stand-ins/discord/rules/published-schemas.ts";
import { modalBodySchema } from "../../../sandbox/stand-ins/discord/wire.ts";
import type { Choice, FormValues } from "../../../src/chat/form/field.ts";
import { defineForm } from "../../../src/chat/form/form.ts";
import { renderForm } from "../../../src/discord/render/render-form.ts";
import { setupForm } from "../setup-form.ts";

/** The modal's inputs by key; fails where Discord's published schema refuses the modal. */
function inputsOf(values: FormValues, replicas?: readonly Choice[]): Record<string, unknown> {
  const choices = replicas ? { choices: { replica: replicas } } : {};
  const data = renderForm({ form: setupForm, command: "persona-setup", formId: "f1", values, ...choices });
  expect(publishedSchemas.modalCallback.safeParse({ type: 9, data })).toMatchObject({ success: true });
  const labels = data.components.filter((component) => "component" in component);
  return Object.fromEntries(
    labels.map(({ component }) => ["custom_id" in component ? component.custom_id : "", component]),
  );
}

function many(count: number): Choice[] {
  return Array.from({ length: count }, (_, index) => ({ value: `r${index}`, label: `Replica ${index}` }));
}

function valuesOf(input: unknown): string[] {
  const options: { value: string }[] = Reflect.get(Object(input), "options");
  return options.map(({ value }) => value);
}

const [channelId, firstRole, secondRole] = [
  "1000000000000000001",
  "1000000000000000002",
  "1000000000000000003",
];

test("a channel becomes Discord's own select, of text and announcement channels, with the current one", () => {
  expect(inputsOf({ warnings: channelId }).warnings).toEqual({
    type: 8,
    custom_id: "warnings",
    required: false,
    channel_types: [0, 5],
    min_values: 0,
    max_values: 1,
    placeholder: "No channel",
    default_values: [{ id: channelId, type: "channel" }],
  });
});

test("people become Discord's own select of roles, with the current ones and no more than fit", () => {
  const { managers } = inputsOf({
    managers: [firstRole, firstRole, secondRole, "4", channelId, "U024BE7LH"],
  });

  expect(managers).toEqual({
    type: 6,
    custom_id: "managers",
    required: false,
    min_values: 0,
    max_values: 3,
    default_values: [firstRole, secondRole, channelId].map((id) => ({ id, type: "role" })),
  });
});

test("nothing chosen yet is no default at all", () => {
  const inputs = inputsOf({ warnings: "", managers: [] });

  expect(inputs.warnings).not.toHaveProperty("default_values");
  expect(inputs.managers).not.toHaveProperty("default_values");
});

test("a required select takes at least one", () => {
  const fields = {
    warnings: { ...setupForm.fields.warnings, required: true },
    managers: { ...setupForm.fields.managers, required: true },
    replica: { ...setupForm.fields.replica, required: true },
  };

  const { components } = renderForm({
    form: { ...setupForm, fields },
    command: "persona-setup",
    formId: "f1",
    values: {},
    choices: { replica: many(2) },
  });

  for (const label of components)
    expect(label).toMatchObject({ component: { required: true, min_values: 1 } });
});

test("a secret is never filled in", () => {
  expect(inputsOf({ key: "tvs_secret" }).key).not.toHaveProperty("value");
});

test("the current choice is selected", () => {
  const { replica } = inputsOf({ replica: "r1" }, many(3));

  expect(replica).toMatchObject({
    type: 3,
    placeholder: "None",
    min_values: 0,
    options: [{ default: false }, { value: "r1", default: true }, { default: false }],
  });
});

test.each([
  ["one that is no longer offered", "gone", 25, ["gone", "r0"]],
  ["one beyond what fits", "r29", 40, ["r29", "r0"]],
])("%s stands first, with its label where it has one", (_what, current, count, first) => {
  const { replica } = inputsOf({ replica: current }, many(count));

  expect(valuesOf(replica)).toHaveLength(25);
  expect(valuesOf(replica).slice(0, 2)).toEqual(first);
  expect(replica).toHaveProperty("options.0.default", true);
  expect(replica).toHaveProperty("options.0.label", current === "r29" ? "Replica 29" : "gone");
});

test("options that Discord would refuse do not take the form with them", () => {
  const { replica } = inputsOf({}, [
    { value: "r1", label: "" },
    { value: "r1", label: "Twice" },
    { value: "", label: "None" },
    { value: "x".repeat(101), label: "Long value" },
    { value: "r2", label: "y".repeat(120) },
  ]);

  expect(valuesOf(replica)).toEqual(["r1", "r2"]);
  expect(replica).toHaveProperty("options.1.label", `${"y".repeat(74)}…`);
});

test.each<[string, FormValues, Choice[] | undefined]>([
  ["nothing is known", {}, undefined],
  ["nothing is there", {}, []],
  ["the current value is too long for an option", { replica: "x".repeat(101) }, many(2)],
])("a choice is typed where %s", (_what, values, choices) => {
  const { replica } = inputsOf(values, choices);

  expect(replica).toMatchObject({ type: 4, style: 1, placeholder: "None", max_length: expect.any(Number) });
  expect(Reflect.get(Object(replica), "value")).toBe(values.replica);
});

const aForm = defineForm({
  title: "A persona",
  submit: "Save",
  fields: {
    name: { kind: "line", label: "Name", maxLength: 80, required: true },
    voice: { kind: "pick", label: "Voice", maxLength: 80 },
  },
});

test.each([
  "two\nlines",
  "two\r\nlines",
  "two\u2028lines",
  `too long ${"a".repeat(4000)}`,
])("a line that holds several, such as a name from Tavus, opens all the same: %j", (text) => {
  const data = renderForm({
    form: aForm,
    command: "persona-edit",
    formId: "f1",
    values: { name: text, voice: text },
  });

  expect(modalProblems(modalBodySchema.parse(data))).toEqual([]);
  const inputs = data.components.flatMap((label) => ("component" in label ? [label.component] : []));
  expect(inputs.map((input) => Reflect.get(input, "style"))).toEqual([
    TextInputStyle.Paragraph,
    TextInputStyle.Paragraph,
  ]);
});
