import { expect, test } from "vitest";
import { componentProblems } from "../../../sandbox/stand-ins/discord/rules/component-rules.ts";
import { messageBodySchema } from "../../../sandbox/stand-ins/discord/wire.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderReply } from "../../../src/discord/render/render-reply.ts";

/** A reply with so many buttons. */
const withButtons = (count: number): Reply => ({
  tone: "neutral",
  title: "T",
  buttons: Array.from({ length: count }, (_, index) => ({
    label: `B${index}`,
    action: "b",
    state: `${index}`,
  })),
});

test.each([
  [0, []],
  [1, [1]],
  [5, [5]],
  [6, [5, 1]],
  [10, [5, 5]],
])("%i buttons stand in order, in rows of at most five: %j", (count, rows) => {
  const reply = withButtons(count);

  const { components } = renderReply(reply);

  expect(components.map((row) => row.components.length)).toEqual(rows);
  expect(components.flatMap((row) => row.components)).toMatchObject(
    (reply.buttons ?? []).map(({ label, state }) => ({ label, custom_id: `pf1:b:${state}` })),
  );
});

test("two menus, links and ten buttons are the five rows that Discord takes", () => {
  const choices = [{ value: "1", label: "One" }];
  const reply: Reply = {
    ...withButtons(10),
    menu: { label: "Choose", action: "one", choices },
    secondMenu: { label: "Choose", action: "two", choices },
    links: [{ label: "Open", url: "https://x.test/a" }],
  };

  const { components } = renderReply(reply);

  expect(components.map((row) => row.components.map(({ type }) => type))).toEqual([
    [3],
    [3],
    [2],
    ...[0, 1].map(() => [2, 2, 2, 2, 2]),
  ]);
  const sent = messageBodySchema.parse({ components }).components ?? [];
  expect(componentProblems(sent, false)).toEqual([]);
});
