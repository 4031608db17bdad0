import { describe, expect, test } from "vitest";
import type { Role } from "../../../src/chat/member.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { type BotOptions, factsIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

const ourKey = "the-key-of-our-team-1111";
const labels = ({ buttons = [] }: Reply) => buttons.map(({ label }) => label);

type Case = {
  /** What is wrong with which key. */
  state: "none" | "none, and none can be stored" | "the team's refused" | "the operator's refused";
  key: RegExp;
  admin: { label: string | undefined; says: RegExp };
  member: RegExp;
};

const cases: Case[] = [
  {
    state: "none",
    key: /^None$/,
    admin: { label: "Add key", says: /Press Add key/ },
    member: /An admin enters your team's own key with \/persona-setup/,
  },
  {
    state: "none, and none can be stored",
    key: /^None$/,
    admin: {
      label: undefined,
      says: /Ask whoever runs the bot to set TAVUS_API_KEY .*TAVUS_API_KEY_TENANTS\), or ENCRYPTION_KEYS/,
    },
    member: /Ask whoever runs the bot to set TAVUS_API_KEY .*TAVUS_API_KEY_TENANTS\), or ENCRYPTION_KEYS/,
  },
  {
    state: "the team's refused",
    key: /^Your team's own, ends in 1111, set by$/,
    admin: { label: "Change key", says: /press Change key/ },
    member: /An admin changes it/,
  },
  {
    state: "the operator's refused",
    key: /^That of whoever runs the bot$/,
    admin: { label: "Add key", says: /press Add key and paste your team's own/ },
    member: /Ask whoever runs the bot/,
  },
];

async function aTeam(open: OpenDatabase, state: Case["state"]) {
  const isOperators = state === "the operator's refused";
  const options: BotOptions = {
    ...(!isOperators && { tavusKey: null }),
    otherKeys: [ourKey],
    ...(state === "none, and none can be stored" && { encryptionKey: null }),
  };
  const bot = await startPersonaBot(open, options);
  if (state === "the team's refused") await setUp(bot.person("U9", "admin"), { tavus_key: ourKey });
  if (state.endsWith("refused")) bot.standIn.setFault("invalidKey");
  return bot;
}

forEachEngine((_, open) => {
  test.each<Role>([
    "admin",
    "member",
  ])("where no key can be stored a person who is %s is told so, and nobody to enter one", async (role) => {
    const bot = await startPersonaBot(open, { tavusKey: null, encryptionKey: null });
    await bot.events.joined(workspace, "C1");
    const person = bot.person("U1", role);

    const replies = [
      ...bot.channels.messages.map(({ reply }) => reply),
      answerIn(await person.run("persona-help")),
      answerIn(await person.run("persona-status")),
      answerIn(await person.run("persona-home")),
    ];

    expect(replies).toHaveLength(4);
    for (const said of replies.map((reply) => JSON.stringify(reply))) {
      // Theirs may be set, and be for other teams: where it serves several, those alone that are named have it.
      expect(said).toMatch(
        /whoever runs the bot sets TAVUS_API_KEY \([^)]* TAVUS_API_KEY_TENANTS\), or ENCRYPTION_KEYS/,
      );
      expect(said).not.toMatch(/enters|press Set up\. Until/);
    }
  });

  describe.each(cases)("with $state", ({ state, key, admin, member }) => {
    test.each<[Role, string | undefined, RegExp]>([
      ["admin", admin.label, admin.says],
      ["member", undefined, member],
    ])("what was made tells a person who is %s which key is in use and what they can do", async (role, label, says) => {
      const bot = await aTeam(open, state);
      const person = bot.person("U1", role);

      const made = answerIn(await person.create());
      const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));

      for (const reply of [made, shown]) {
        expect(factsIn(reply)["Key in use"]).toMatch(key);
        expect(reply.text).toMatch(says);
        expect(labels(reply).find((each) => each.endsWith(" key"))).toBe(label);
        // Without a key nothing can be tried; a refused one may have been mended in Tavus.
        expect(labels(reply).includes("Retry")).toBe(!state.startsWith("none"));
      }
    });

    test("every other answer that the key is to blame for offers the same", async () => {
      const bot = await aTeam(open, state);
      const admin = bot.person("U1", "admin");
      await admin.create();

      const replies = [
        answerIn(await admin.run("persona-list", { filter: "in-tavus-only" })),
        answerIn(await admin.run("persona-sync")),
        answerIn(await admin.run("persona-link", { persona: "Ada", tavus_id: "p0123456789" })),
      ];

      for (const reply of replies) {
        expect(factsIn(reply)["Key in use"], reply.text).toMatch(key);
        expect(labels(reply)[0]).toBe(
          cases.find((each) => each.state === state)?.admin.label ?? labels(reply)[0],
        );
      }
      expect(labels(replies[1] as Reply).includes("Run again")).toBe(!state.startsWith("none"));
    });
  });
});
