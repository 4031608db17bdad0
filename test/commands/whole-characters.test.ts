import { expect, test } from "vitest";
import { rehearsalView } from "../../src/commands/persona-rehearse/rehearsal-view.ts";
import { stateOf } from "../../src/commands/persona-replicas/replica-words.ts";
import type { Conversation } from "../../src/conversations/conversation.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";
import { expectWithinLimits } from "../support/reply-limits.ts";
import { askForVideo, face, sentVideos } from "../support/video-maker.ts";

/** Two units each, and a family of eleven. */
const characters = ["😀", "👩‍👩‍👧‍👧"];
const aroundLimit = (limit: number) => Array.from({ length: 15 }, (_, index) => limit - 13 + index);

forEachEngine((_, open) => {
  test.each([
    workspace,
    guild,
  ])("a name is cut at a character, wherever one stands, and found by: %s", async (team) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", team);
    const names = [17, 20, 29, 30].flatMap((before) =>
      characters.map((character) => `${"x".repeat(before)}${character}`),
    );
    for (const name of names) bot.account.addReplica({ name: `${name} in a suit` });

    for (const name of names) {
      const found = answerIn(await admin.run("persona-replicas", { replica: `${name} in a suit` }));

      expect(found.items?.map(({ text }) => text).join()).toContain(name);
    }
  });

  test("a video is called by as much of its persona as fits, and by no part of a character", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", workspace);
    for (const before of [58, 59, 60]) {
      const name = `${"x".repeat(before)}😀 Ada`;
      await admin.create({ name, replica: face });

      expectWithinLimits(answerIn(await askForVideo(admin, { script: "Hello." }, { persona: name })));
    }
    const names = await bot.database.kysely.selectFrom("videos").select("name").execute();
    expect(JSON.stringify([...names, ...sentVideos(bot)])).not.toMatch(/\\ud[89a-f]|\ufffd/);
  });
});

test.each(
  characters,
)("an answer of a rehearsal is cut at a character, wherever one stands: %s", (character) => {
  const room = { id: "room", personaName: "Ada", state: "open" } as Conversation;
  for (const before of aroundLimit(2600)) {
    const answer = `${"a".repeat(before)}${character}${"b".repeat(30)}`;
    const lines = [{ text: "Hi", answer, state: "answered" }] as never;

    expectWithinLimits(rehearsalView({ room, lines, mayEdit: false }));
  }
});

test.each(
  characters,
)("what Tavus says of a replica is cut at a character, wherever one stands: %s", (character) => {
  for (const before of [...aroundLimit(30), ...aroundLimit(90)]) {
    const words = `${"a".repeat(before)}${character}${"b".repeat(100)}`;
    const replica = { id: "r1", name: "Anna" };

    const states = [
      stateOf({ ...replica, status: words }, undefined),
      stateOf({ ...replica, status: "error" }, words),
    ];

    for (const state of states) expect(state.isWellFormed()).toBe(true);
  }
});
