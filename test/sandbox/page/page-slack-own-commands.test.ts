import { expect, test } from "vitest";
import type { Picture } from "../../../sandbox/page/protocol/picture.ts";
import { readMessages, sharePage, startTimeout, visit } from "./page-visitor.ts";

const page = sharePage();
const inRandom = { userId: "U0ADA", channelId: "C0RANDOM", kind: "slack.command" } as const;

function hasBot({ slack }: Picture): boolean | undefined {
  return slack.channels.find(({ id }) => id === "C0RANDOM")?.hasBot;
}

test("the bot is let into a Slack channel and taken out of it, as Slack does, without hearing of it", {
  timeout: startTimeout,
}, async () => {
  const visitor = await visit(page());
  expect(hasBot(visitor.picture())).toBe(false);

  await visitor.act({ ...inRandom, command: "/invite", text: "@PersonaForge" });
  await visitor.sees("the bot in the channel", (picture) => hasBot(picture) === true);
  await visitor.act({ ...inRandom, command: "/remove", text: "@PersonaForge" });
  const picture = await visitor.sees("the bot out of it", (now) => hasBot(now) === false);

  expect(readMessages(picture.slack.messages)).not.toContain("not known here");
});

test("somebody else cannot be invited, and nobody into direct messages", async () => {
  const visitor = await visit(page());

  await expect(visitor.act({ ...inRandom, command: "/invite", text: "@owen" })).rejects.toThrow(
    "Here Slack knows /invite @PersonaForge only.",
  );
  const direct = { ...inRandom, channelId: "dm:U0ADA", command: "/remove", text: "@PersonaForge" };
  await expect(visitor.act(direct)).rejects.toThrow("This works in channels only.");
});
