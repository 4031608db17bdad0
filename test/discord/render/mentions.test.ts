import { expect, test } from "vitest";
import type { Mention } from "../../../src/chat/mention.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderMentions } from "../../../src/discord/render/render-mentions.ts";
import { renderReply } from "../../../src/discord/render/render-reply.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const channel: Mention = { kind: "channel", id: "1000000000000000001" };
const role: Mention = { kind: "role", id: "1000000000000000002" };
const person: Mention = { kind: "person", id: "1000000000000000003" };

function fieldsOf(reply: Omit<Reply, "tone" | "title">) {
  const [{ fields = [] }] = renderReply({ tone: "neutral", title: "T", ...reply }).embeds;
  return fields;
}

test("mentions stand behind a value, or in its place", () => {
  const fields = fieldsOf({
    facts: [
      { label: "Warnings", value: "", mentions: [channel] },
      { label: "Managers", value: "2 *roles*", mentions: [role, person] },
      { label: "Key", value: "…1234", code: true, mentions: [person] },
      { label: "None", value: "", mentions: [] },
    ],
  });

  expect(fields).toMatchObject([
    { value: `<#${channel.id}>`, inline: true },
    { value: `2 \\*roles\\* <@&${role.id}> <@${person.id}>` },
    { value: `\`…1234\` <@${person.id}>` },
    { value: "–" },
  ]);
});

test("mentions stand behind an item's text and ids", () => {
  const fields = fieldsOf({ items: [{ text: "Ada <@1>", codes: ["per_1"], mentions: [person] }] });

  expect(fields).toMatchObject([{ value: `Ada \\<@1> \`per_1\` <@${person.id}>` }]);
});

test("of more mentions than fit whole ones are shown, and the rest is counted", () => {
  expect(renderMentions([role, person], 46)).toBe(`<@&${role.id}> <@${person.id}>`);
  expect(renderMentions([role, person, channel], 50)).toBe(`<@&${role.id}> and 2 more`);
  expect(renderMentions([role, person], 10)).toBe("and 2 more");
});

test("a long value leaves its mentions room, and one mention takes little of it", () => {
  const [many, few] = fieldsOf({
    facts: [
      { label: "Many", value: "x".repeat(2000), mentions: Array.from({ length: 25 }, () => role) },
      { label: "Few", value: "x".repeat(990), mentions: [role] },
    ],
  });

  expect(many?.value.length).toBeLessThanOrEqual(1024);
  expect(many?.value).toMatch(/do not fit here\. (<@&\d+> )+and \d+ more$/);
  expect(few?.value).toBe(`${"x".repeat(990)} <@&${role.id}>`);
});

test("ten facts and ten items full of mentions stay within one embed", async () => {
  const mentions = Array.from({ length: 25 }, () => role);
  const crowded = { value: "*".repeat(1000), mentions };
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "T".repeat(150),
          text: "*".repeat(3000),
          facts: Array.from({ length: 10 }, () => ({ label: "L", ...crowded })),
          items: Array.from({ length: 10 }, () => ({ text: "*".repeat(200), codes: ["per_1"], mentions })),
        }),
    }),
  );

  const answer = await (await ada.command(channelId, "persona-list")).message();

  expect(answer.embeds[0]?.fields?.length).toBeGreaterThan(10);
  expect(standIn.problems).toEqual([]);
});

test("nobody who is mentioned is notified", async () => {
  const { ada, guild, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "T",
          visibility: "public",
          facts: [
            { label: "Managers", value: "", mentions: [{ kind: "role", id: guild.addRole("Makers").id }] },
            { label: "By", value: "", mentions: [{ kind: "person", id: ada.userId }] },
          ],
        }),
    }),
  );

  const answer = await (await ada.command(channelId, "persona-list")).message();

  expect(answer.mentions).toEqual({ everyone: false, userIds: [], roleIds: [] });
  expect(standIn.problems).toEqual([]);
});
