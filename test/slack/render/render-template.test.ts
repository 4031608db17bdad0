import { expect, test } from "vitest";
import { modalView } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-views.ts";
import type { Choice } from "../../../src/chat/form/field.ts";
import { personaForm } from "../../../src/commands/persona-create/persona-form.ts";
import { mostTemplates } from "../../../src/personas/templates.ts";
import { renderForm } from "../../../src/slack/render/render-form.ts";

const place = { channelId: "C1", round: 0, blockIds: {} };
const named = (value: string): Choice => ({ value, label: value });

/** The select of the template, in a view that Slack takes. */
function templateSelect(template: readonly Choice[], chosen?: string) {
  const open = { form: personaForm, command: "persona-create", formId: "f0rm", choices: { template } };
  const view = renderForm({ ...open, values: chosen === undefined ? {} : { template: chosen } }, place);
  const block = modalView.parse(view).blocks.find(({ block_id }) => block_id === "template");
  if (block?.type !== "input" || block.element.type !== "static_select") throw new Error("no select");
  const { options, option_groups: groups, initial_option: initial } = block.element;
  const groupsIn = groups?.map((group) => [group.label.text, group.options.map(({ value }) => value)]);
  return { options: options?.map(({ value }) => value), groups: groupsIn, chosen: initial?.value };
}

const builtIn = ["blank", "assistant", "coach", "educator"];

test("a team without templates is offered what is built in, in no groups", () => {
  expect(templateSelect([])).toEqual({ options: builtIn, groups: undefined, chosen: "blank" });
});

test("a team's own stand in a group of theirs, and are chosen as the others", () => {
  const select = templateSelect([named("Greeter"), named("Host")], "Host");

  expect(select.groups).toEqual([
    ["Built in", builtIn],
    ["Your team's", ["Greeter", "Host"]],
  ]);
  expect(select.chosen).toBe("Host");
});

test("what stands there stays chosen when it is offered no more", () => {
  expect(templateSelect([named("Host")], "Gone")).toMatchObject({ chosen: "Gone" });
  expect(templateSelect([], "Gone").groups?.[1]).toEqual(["Your team's", ["Gone"]]);
});

test("all that a team may have fit, of the longest names, and one that does not fit Slack takes nothing with it", () => {
  const all = Array.from({ length: mostTemplates }, (_, index) => named(`${index}`.padEnd(60, "x")));

  const select = templateSelect([...all, named("y".repeat(76))]);

  expect(select.groups?.[1]?.[1]).toHaveLength(mostTemplates);
});
