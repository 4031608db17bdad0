import { expect, test } from "vitest";
import { formRefusalReply } from "../../../src/chat/dispatch/fixed-replies.ts";
import type { DirectWay } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { nothingToPressNote } from "../../../src/discord/answer/fixed-replies.ts";
import { OutsideError } from "../../../src/errors.ts";
import { aStartedBot } from "../started-bot.ts";

const goneAnswer = JSON.stringify({ id: "1", application_id: "2", token: "gone" });
const outOfCredits: Reply = {
  tone: "warning",
  title: "Out of credits",
  buttons: [{ label: "Retry all", action: "retry-all", state: "1" }],
};

test.each<[what: string, reply: Partial<Reply>, isSaid: boolean]>([
  ["in its text", { text: "Add credits. Then press Retry all." }, true],
  ["in its notes", { notes: ["And 3 more: press Retry all."] }, true],
  ["nowhere", { text: "Nothing to do." }, false],
  ["as a part of another word alone", { text: "Retry allowed." }, false],
])("a direct message that names a button %s says where it is", async (_what, reply, isSaid) => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);

  await bot.sendDirect(ada.userId, { ...outOfCredits, ...reply });

  expect(ada.directMessages).toMatchObject([{ components: [] }]);
  expect(JSON.stringify(ada.directMessages).includes(nothingToPressNote)).toBe(isSaid);
  expect(standIn.problems).toEqual([]);
});

test.each<[when: string, way: DirectWay, asked: number]>([
  ["before anything is shown", {}, 1],
  ["once an earlier answer could not be replaced", { standsAt: goneAnswer }, 2],
])("a direct message that another process sends meanwhile is not sent, which is asked %s", async (_when, way, asked) => {
  const { bot, ada } = await aStartedBot(async () => undefined);
  let asks = 0;
  const isOurs = async () => {
    asks += 1;
    return asks < asked;
  };

  const sending = bot.sendDirect(ada.userId, outOfCredits, undefined, { ...way, isOurs });

  await expect(sending).rejects.toThrow(OutsideError);
  expect(asks).toBe(asked);
  expect(ada.directMessages).toEqual([]);
});

test("a direct message that asks for a choice says where it is offered", async () => {
  const { bot, ada } = await aStartedBot(async () => undefined);
  const choices = [{ label: "Ada", value: "per_1" }];

  await bot.sendDirect(ada.userId, {
    tone: "neutral",
    title: "More than one persona is called Ada",
    text: "Choose one. If it is not among these, type more of its name, or its ID, after the command.",
    menu: { label: "Choose a persona", action: "show", choices },
  });

  expect(ada.directMessages).toMatchObject([
    { components: [], embeds: [{ footer: { text: nothingToPressNote } }] },
  ]);
});

test("a direct message about a refused form says how to go on", async () => {
  const { bot, ada } = await aStartedBot(async () => undefined);
  const refused = { errors: { name: "Too long." }, formId: "f1", way: "change", text: undefined } as const;

  await bot.sendDirect(ada.userId, formRefusalReply({}, refused));

  expect(ada.directMessages).toMatchObject([{ embeds: [{ footer: { text: nothingToPressNote } }] }]);
});
