import { expect, test } from "vitest";
import { createRoomLinks } from "../../src/conversations/room-links.ts";
import type { ConversationRecord } from "../../src/database/conversation/conversation-record.ts";
import { readConversation } from "../../src/database/conversation/conversation-record.ts";
import { isoTime } from "../../src/database/times.ts";
import { aConversationRow } from "../support/conversation-rows.ts";
import { aLinkRow } from "../support/personas/persona-builders.ts";

const askedMs = Date.UTC(2026, 11, 31, 23, 59);
const url = "https://tavus.daily.co/c1";

function aRoom(answeredMs: number, ended: boolean): ConversationRecord {
  const times = { made_at: isoTime(answeredMs), ended_at: ended ? isoTime(answeredMs + 1000) : null };
  const link = aLinkRow({
    tenant_id: "t",
    subject_kind: "conversation",
    attempt_started_at: isoTime(askedMs),
  });
  return readConversation({ ...link, ...aConversationRow({ tenant_id: "t", ...times }) });
}

test.each([
  ["at once", 500, 1000, false, true],
  ["in the last moment", 500, 114_000, false, true],
  ["when Tavus's token is about to end", 500, 115_000, false, false],
  ["when it is about to end, of one that Tavus took nine seconds to answer of", 9000, 115_000, false, false],
  ["the next day", 500, 24 * 3_600_000, false, false],
  ["after the clock was set back a little", 500, -1000, false, true],
  ["after it was set back by hours", 500, -7_200_000, false, false],
  ["of a room that is over", 500, 2000, true, false],
])("the way in %s: whether it is given", (_when, answerMs, laterMs, isOver, isGiven) => {
  const links = createRoomLinks(undefined);
  const room = aRoom(askedMs + answerMs, isOver);
  links.keep(room, { id: "c1", url, token: "token" });

  expect(links.find(room, askedMs + laterMs)).toBe(isGiven ? `${url}?t=token` : undefined);
});
