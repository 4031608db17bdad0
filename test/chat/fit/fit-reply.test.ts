import { expect, test } from "vitest";
import { fitReply } from "../../../src/chat/fit/fit-reply.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderReply as renderOnDiscord } from "../../../src/discord/render/render-reply.ts";
import { renderReply as renderOnSlack } from "../../../src/slack/render/render-reply.ts";

const open = { label: "Open again", action: "open", state: "form-1" };
const others = { label: "Open again", action: "open", state: "form-2" };
const reply: Reply = { tone: "failure", title: "Not saved yet", buttons: [open, others, { ...open }] };

test("a button stands once in a message, for which both platforms would refuse the whole of it", () => {
  expect(fitReply(reply).buttons).toEqual([open, others]);
  for (const message of [renderOnSlack(reply), renderOnDiscord(reply)]) {
    const ids = JSON.stringify(message).match(/pf1:open:form-\d/g) ?? [];
    expect(ids).toEqual(["pf1:open:form-1", "pf1:open:form-2"]);
  }
});
