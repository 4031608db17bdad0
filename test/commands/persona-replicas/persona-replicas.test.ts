import { describe, expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  factsIn,
  guild,
  type Person,
  pressIn,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";

const linesOf = ({ items = [] }: Reply) => items.map(({ text }) => text);
const labelsOf = ({ buttons = [] }: Reply) => buttons.map(({ label }) => label);
const list = async (person: Person, replica = "") =>
  answerIn(await person.run("persona-replicas", { replica }));
const choose = (person: Person, action: string, state: string) => person.press({ label: "", action, state });

/** What stands there in the end. */
async function amended({ said }: RecordingAnswering): Promise<Reply> {
  const amends = () => said.flatMap((word) => (word.how === "amend" ? [word.reply] : []));
  await untilTrue(() => amends().length > 0);
  const [reply, ...others] = amends();
  expect(others).toEqual([]);
  if (!reply) throw new Error("nothing was changed");
  return reply;
}

forEachEngine((_, open) => {
  describe.each([workspace, guild])("in %s", (tenantId) => {
    const start = async (role: "member" | "admin" = "member") => {
      const bot = await startPersonaBot(open);
      return { bot, person: bot.person("U1", role, tenantId) };
    };

    test("all are listed, the account's own first, each with how it stands and where its face is seen", async () => {
      const { bot, person } = await start();
      bot.account.addReplica({ id: "r-own", name: "Own Anna" });
      bot.account.addReplica({ id: "r-learns", name: "Learner", status: "started", progress: "37/100" });

      const reply = await list(person);

      expect(linesOf(reply)).toEqual([
        "◐ Learner (yours, in training, 37/100, phoenix-4)",
        "● Own Anna (yours, ready, phoenix-4)",
        "● Anna (Tavus's stock, ready, phoenix-4)",
        "● Benjamin (Tavus's stock, ready, phoenix-4)",
        "● Charlie (Tavus's stock, ready, phoenix-4)",
      ]);
      expect(reply.items?.[1]).toMatchObject({
        codes: ["r-own"],
        link: { label: "Watch", url: "https://cdn.replica.tavus.io/r-own/thumbnail.mp4" },
      });
    });

    test("many come in pages, each of them once", async () => {
      const { bot, person } = await start();
      for (let count = 0; count < 20; count += 1) bot.account.addReplica({ name: `Face ${count}` });

      const pages = [await person.run("persona-replicas")];
      for (;;) {
        const last = pages.at(-1);
        if (!last || !labelsOf(answerIn(last)).includes("Next")) break;
        pages.push(await pressIn(person, last, "Next"));
      }
      const back = answerIn(await pressIn(person, pages.at(-1) ?? (await person.run("x")), "Previous"));

      const ids = pages.flatMap((page) => answerIn(page).items?.flatMap(({ codes = [] }) => codes) ?? []);
      expect(pages).toHaveLength(3);
      expect([ids.length, new Set(ids).size]).toEqual([23, 23]);
      expect(linesOf(back)).toEqual(linesOf(answerIn(pages[1] ?? (await person.run("x")))));
    });

    test("part of a name lists those that hold it, and an ID opens that one", async () => {
      const { person } = await start();

      expect(linesOf(await list(person, "ann"))).toEqual(["● Anna (Tavus's stock, ready, phoenix-4)"]);
      expect((await list(person, "nobody")).text).toContain("There are none");
      const card = await list(person, "r90bbd427f71");

      expect(card.title).toBe("“Anna”");
      expect(factsIn(card)).toEqual({
        "Replica ID": "r90bbd427f71",
        Whose: "Tavus's stock",
        Model: "phoenix-4",
      });
      expect(card.links).toEqual([
        { label: "Watch", url: "https://cdn.replica.tavus.io/r90bbd427f71/thumbnail.mp4" },
      ]);
      expect(card.image).toBeUndefined();
    });

    test("one that was trained since is found by its name a moment later", async () => {
      const { bot, person } = await start();
      await list(person);
      bot.account.addReplica({ id: "r-new", name: "Brand new" });
      bot.skip(21_000);

      const looked = await person.run("persona-replicas", { replica: "brand" });
      const later = await amended(looked);
      bot.account.addReplica({ id: "r-newest", name: "Newest" });
      bot.skip(21_000);
      const card = await amended(await choose(person, "replica-open", "r-newest"));

      expect(answerIn(looked).text).toContain("There are none");
      expect(linesOf(later)).toEqual(["● Brand new (yours, ready, phoenix-4)"]);
      expect(card.title).toBe("“Newest”");
    });

    test("a face of which there is a still is shown", async () => {
      const { bot, person } = await start();
      bot.account.addReplica({ id: "r-still", name: "Anna", stillUrl: "https://cdn.test/anna.jpg" });

      const card = answerIn(await choose(person, "replica-open", "r-still"));

      expect(card.image).toEqual({ url: "https://cdn.test/anna.jpg", alt: "The face of Anna" });
    });

    test("why one failed comes a moment later, in Tavus's words", async () => {
      const { bot, person } = await start();
      bot.account.addReplica({
        id: "r-dark",
        name: "Dark",
        status: "error",
        error: "The video was too dark",
      });
      bot.standIn.setFault({ delayMs: 100 }, { operation: "get replica" });

      const page = await person.run("persona-replicas");
      const first = answerIn(page);
      const later = await amended(page);
      const card = answerIn(await choose(person, "replica-open", "r-dark"));

      expect(linesOf(first)[0]).toBe("○ Dark (yours, failed, phoenix-4)");
      expect(linesOf(later)[0]).toBe("○ Dark (yours, failed: The video was too dark, phoenix-4)");
      expect(card.text).toBe("Its training failed. Tavus says: “The video was too dark”");
      expect(labelsOf(card)).toEqual(["All replicas"]);
      expect(first.menu?.choices.map(({ value }) => value)).toContain("r-dark");
    });

    test("a first look that Tavus is slow to answer says so, and shows the list when it comes", async () => {
      const { bot, person } = await start();
      bot.standIn.setFault({ delayMs: 1_200 }, { times: 1 });

      const looked = await person.run("persona-replicas");
      const later = await amended(looked);

      expect(answerIn(looked)).toMatchObject({ tone: "working", title: "Asking Tavus for the replicas" });
      expect(linesOf(later)).toHaveLength(3);
    });

    test("what comes late does not take the place of what was looked at since", async () => {
      const { bot, person } = await start();
      bot.account.addReplica({ id: "r-dark", name: "Dark", status: "error", error: "Too dark" });
      bot.standIn.setFault({ delayMs: 150 }, { operation: "get replica" });

      const first = await person.run("persona-replicas");
      await choose(person, "replica-open", "r90bbd427f71");
      const second = await person.run("persona-replicas");
      await amended(second);

      expect(first.said.map(({ how }) => how)).not.toContain("amend");
    });

    test("while Tavus is away it says so, and later looks show what was known", async () => {
      const { bot, person } = await start();
      bot.standIn.setFault("serverErrors");
      const away = await list(person);
      bot.standIn.clearFaults();
      bot.skip(11_000);
      await untilTrue(async () => linesOf(await list(person)).length === 3);
      bot.standIn.setFault("serverErrors");
      bot.skip(6 * 60_000);
      const stale = await amended(await person.run("persona-replicas"));

      expect(away).toMatchObject({ tone: "failure", title: "The replicas could not be read" });
      expect(linesOf(stale)).toHaveLength(3);
      expect(stale.notes?.join()).toContain("could not be asked just now");
    });

    test("what failed long ago is not said of now, while Tavus is asked again", async () => {
      const { bot, person } = await start();
      await untilTrue(async () => linesOf(await list(person)).length === 3);
      bot.standIn.setFault("serverErrors");
      bot.skip(6 * 60_000);
      await amended(await person.run("persona-replicas"));
      bot.standIn.clearFaults();
      bot.skip(7 * 24 * 60 * 60_000);

      const aWeekLater = await person.run("persona-replicas");

      expect(answerIn(aWeekLater).notes?.join() ?? "").not.toContain("just now");
      expect(linesOf(answerIn(aWeekLater))).toHaveLength(3);
    });

    test("without a key it says whose turn it is", async () => {
      const bot = await startPersonaBot(open, { tavusKey: null });

      const reply = await list(bot.person("U1", "member", tenantId));

      expect(reply.tone).toBe("warning");
      expect(reply.text).toContain("/persona-setup");
    });
  });

  describe("the team's default", () => {
    test("is set from the menu and from the card, marked, and taken away again", async () => {
      const bot = await startPersonaBot(open);
      const admin = bot.person("U1", "admin");
      const page = await list(admin);

      const set = answerIn(await choose(admin, page.secondMenu?.action ?? "", "r90bbd427f71"));
      const marked = await list(admin);
      const card = await choose(admin, "replica-open", "rc9cff32ceba");
      const other = answerIn(await pressIn(admin, card, "Make it the team's default"));
      const none = answerIn(await choose(admin, "replica-default", "-"));

      expect(page.secondMenu?.choices.map(({ value }) => value)).not.toContain("-");
      expect(set).toMatchObject({ tone: "success", title: "Your team's default replica is set" });
      expect(linesOf(marked)[0]).toMatch(/★ your team's default$/);
      expect(marked.secondMenu?.choices[0]?.value).toBe("-");
      expect(factsIn(other)).toMatchObject({ "Replica ID": "rc9cff32ceba" });
      expect(labelsOf(other)).not.toContain("Make it the team's default");
      expect(none.title).toBe("Your team has no default replica any more");
      expect((await bot.settings.of(workspace)).defaultReplicaId).toBeNull();
      const logged = await bot.services.audit.newest(workspace, 5);
      expect(logged.map(({ details }) => details)).toEqual(Array(3).fill("default replica"));
    });

    test("is not offered to others, who are told who may, and refused where they forge it", async () => {
      const bot = await startPersonaBot(open);
      const member = bot.person("U2");

      const page = await list(member);
      const card = answerIn(await choose(member, "replica-open", "r90bbd427f71"));
      await choose(member, "replica-default", "r90bbd427f71");

      expect(page.secondMenu).toBeUndefined();
      expect([page, card].map(({ notes = [] }) => notes.join())).toEqual([
        expect.stringContaining("is chosen by admins"),
        expect.stringContaining("is chosen by admins"),
      ]);
      expect(labelsOf(card)).not.toContain("Make it the team's default");
      expect((await bot.settings.of(workspace)).defaultReplicaId).toBeNull();
    });

    test.each(["r-learns", "r-nowhere"])("is never one that cannot be used, such as %s", async (id) => {
      const bot = await startPersonaBot(open);
      bot.account.addReplica({ id: "r-learns", name: "Learner", status: "started" });
      const admin = bot.person("U1", "admin");
      const page = await list(admin);

      const refused = answerIn(await choose(admin, "replica-default", id));

      expect(page.secondMenu?.choices.map(({ value }) => value)).not.toContain(id);
      expect(refused.text).toContain("nothing was changed");
      expect((await bot.settings.of(workspace)).defaultReplicaId).toBeNull();
    });
  });

  test.each([workspace, guild])("one is used in a new persona, in %s", async (tenantId) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", tenantId);
    const card = await choose(person, "replica-open", "rc9cff32ceba");

    const form = openedForm(await pressIn(person, card, "Use in a new persona"));
    await person.send(form, { name: "Ada", prompt: "You are Ada." });

    expect(form.notice).toBe("Its replica: Benjamin · rc9cff32ceba · stock.");
    expect(await bot.rows()).toMatchObject([
      { name: "Ada", replica_id: "rc9cff32ceba", voice_speed: "normal" },
    ]);
  });

  test("where only managers make personas, others are not offered that and told so", async () => {
    const bot = await startPersonaBot(open);
    await bot.settings.change(workspace, { managers: ["U9"] });

    const card = answerIn(await choose(bot.person("U2"), "replica-open", "rc9cff32ceba"));

    expect(labelsOf(card)).toEqual(["All replicas"]);
    expect(card.notes?.join()).toContain("persona managers");
  });

  test("voices are listed with their samples, and those without an ID are counted", async () => {
    const bot = await startPersonaBot(open);
    bot.account.voices = [
      { id: null, name: "Nobody" },
      { id: "v1", name: "Clara", language: "en", sampleUrl: "https://cdn.test/clara.mp3" },
    ];
    const person = bot.person("U1");
    const page = await person.run("persona-replicas");

    const voices = answerIn(await person.press(buttonIn(answerIn(page), "Voices")));

    expect(voices.items).toEqual([
      { text: "Clara (en)", codes: ["v1"], link: { label: "Listen", url: "https://cdn.test/clara.mp3" } },
    ]);
    expect(voices.notes).toContain("1 of Tavus's voices has no ID and cannot be chosen.");
  });

  test("hostile names and words break no limit of either platform", async () => {
    const bot = await startPersonaBot(open);
    for (let count = 0; count < 9; count += 1) {
      const name = `${"<@everyone> “𝒳” ".repeat(40)}${count}`;
      bot.account.addReplica({
        id: `r${"9".repeat(40)}${count}`,
        name,
        status: "error",
        error: "*x* ".repeat(400),
      });
    }
    const person = bot.person("U1", "admin");

    const page = await amended(await person.run("persona-replicas"));
    const card = answerIn(await choose(person, "replica-open", `r${"9".repeat(40)}0`));

    expect(page.items).toHaveLength(8);
    expect(card.text).toContain("Tavus says: “*x* *x*");
  });
});
