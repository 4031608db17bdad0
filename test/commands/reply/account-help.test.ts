import { describe, expect, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, factsIn, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

const ourKey = "the-key-of-our-team-1111";

/** What only whoever has the account can set right. */
const lacks: [what: string, fault: Fault][] = [
  ["credits", { status: 402, body: { message: "The user is out of conversational credits." } }],
  ["a better plan", { status: 403, body: { message: "Not available on your plan. Please upgrade." } }],
  ["room for more personas", { status: 403, body: { message: "Maximum number of personas reached" } }],
  ["the right to do it", { status: 403, body: { message: "Forbidden" } }],
];

const owners: [whose: string, key: string | undefined, account: RegExp][] = [
  ["whoever runs the bot", undefined, /^That of whoever runs the bot$/],
  ["the team", ourKey, /^That of your team's own key, which ends in 1111, set by$/],
];

forEachEngine((_, open) => {
  describe.each(owners)("where the account is that of %s", (_whose, ownKey, account) => {
    test.each(lacks)("an answer to which %s is lacking names whose it is", async (_what, fault) => {
      const bot = await startPersonaBot(open, { otherKeys: [ourKey] });
      if (ownKey) await setUp(bot.person("U9", "admin"), { tavus_key: ownKey });
      const member = bot.person("U1");
      await member.create({ name: "Cleo", replica: "r90bbd427f71" });
      const card = answerIn(await member.run("persona-talk", { persona: "Cleo" }));
      const video = openedForm(await member.run("persona-video", { persona: "Cleo" }));
      bot.standIn.setFault(fault);

      const replies = [
        answerIn(await member.create()),
        answerIn(await member.run("persona-show", { persona: "Ada" })),
        answerIn(await member.run("persona-list", { filter: "in-tavus-only" })),
        answerIn(await member.press(buttonIn(card, "Join"))),
        answerIn(await member.send(video, { script: "Hello." })),
      ];

      for (const reply of replies) expect(factsIn(reply)["Tavus account"], reply.title).toMatch(account);
    });
  });
});
