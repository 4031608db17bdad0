import { expect, test } from "vitest";
import { rehearsalView, threadMessage } from "../../../src/commands/persona-rehearse/rehearsal-view.ts";
import type { Conversation } from "../../../src/conversations/conversation.ts";

const room: Conversation = {
  ...{ tenantId: "slack:T1", id: "c1", personaId: "per_1", personaName: "Ada", userId: "U1" },
  ...{ card: undefined, threadId: undefined, mode: "chat", state: "open" },
  ...{ minutes: 10, minutesUsed: 1, openedMs: 0, endsMs: 600_000, joinedMs: undefined },
  ...{ endedMs: undefined, endReason: "person", isLeftBehind: false, failure: undefined },
};

const states = ["open", "ending", "ended"] as const;
const scenes = states.map((state) => ({ room: { ...room, state }, lines: [], mayEdit: true }));
const views = scenes.flatMap((scene) => [
  { where: `alone, ${scene.room.state}`, view: rehearsalView(scene) },
  { where: `newest of its thread, ${scene.room.state}`, view: threadMessage(scene) },
  { where: `first of its thread, ${scene.room.state}`, view: threadMessage(scene, { isPast: true }) },
]);

test.each(views)("a rehearsal in which nothing was said yet names no button that is not there: $where", ({
  view,
}) => {
  const { text = "", buttons = [] } = view;
  const labels = buttons.map(({ label }) => label);

  expect(/Press (Say something|Ask again|End)/.exec(text)?.[1] ?? labels[0]).toBe(labels[0]);
  expect(text.includes("yet")).toBe(labels.includes("Say something"));
});
