import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  type Person,
  type PersonaBot,
  pressIn,
  pressOffered,
  startPersonaBot,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "../../support/recording-answering.ts";

const show = (person: Person) => person.run("persona-show", { persona: "Ada" });
const tavusIdOf = (bot: PersonaBot) => bot.account.personas[0]?.id ?? "";
const nameInTavus = (bot: PersonaBot) => bot.account.personas.map(({ document }) => document.persona_name);

async function edit(person: Person, name: string): Promise<RecordingAnswering> {
  return person.send(
    openedForm(await show(person).then(() => person.run("persona-edit", { persona: "Ada" }))),
    {
      name,
    },
  );
}

async function changedInTavus(bot: PersonaBot, person: Person, label: string) {
  bot.account.changePersona(tavusIdOf(bot), { persona_name: "Other" });
  return pressIn(person, await show(person), label);
}

async function deleted(person: Person, label: string) {
  return pressIn(person, await person.run("persona-delete", { persona: "Ada" }), label);
}

/** What was done, and what must be true once it was undone: here, in Tavus, and how many are there. */
const kinds: {
  done: string;
  act(bot: PersonaBot, person: Person): Promise<RecordingAnswering>;
  here: string;
  inTavus: string[];
  says: string;
}[] = [
  {
    done: "an edit",
    act: (_bot, person) => edit(person, "Grace"),
    here: "Ada",
    inTavus: ["Ada"],
    says: "the version before is here again",
  },
  {
    done: "Keep ours",
    act: (bot, person) => changedInTavus(bot, person, "Keep ours"),
    here: "Other",
    inTavus: ["Other"],
    says: "what Tavus had comes back",
  },
  {
    done: "Keep theirs",
    act: (bot, person) => changedInTavus(bot, person, "Keep theirs"),
    here: "Ada",
    inTavus: ["Other"],
    says: "The choice is open again",
  },
  {
    done: "Overwrite",
    async act(bot, person) {
      bot.account.openDraft(tavusIdOf(bot));
      return pressIn(person, await edit(person, "Grace"), "Overwrite");
    },
    here: "Ada",
    inTavus: ["Ada"],
    says: "what Tavus had published comes back",
  },
  {
    done: "Unlink",
    async act(_bot, person) {
      return pressIn(person, await pressOffered(person, await show(person), "Unlink"), "Unlink it");
    },
    here: "Ada",
    inTavus: ["Ada"],
    says: "linked to the same Tavus persona again",
  },
  {
    done: "Delete here only",
    act: (_bot, person) => deleted(person, "Delete here only"),
    here: "Ada",
    inTavus: ["Ada"],
    says: "It is linked as before.",
  },
  {
    done: "Delete here and in Tavus",
    act: (_bot, person) => deleted(person, "Delete here and in Tavus"),
    here: "Ada",
    inTavus: ["Ada"],
    says: "so it was made again there under a new ID",
  },
];

forEachEngine((_, open) => {
  async function begin() {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ description: "A mathematician.", context: "Lived in London." });
    return { bot, admin };
  }

  test.each(
    kinds,
  )("$done is undone, here and in Tavus, and once however often Undo is pressed", async (kind) => {
    const { bot, admin } = await begin();
    const before = tavusIdOf(bot);
    const done = await kind.act(bot, admin);

    const undone = answerIn(await pressIn(admin, done, "Undo"));
    const requests = bot.standIn.requests.filter(({ operation }) =>
      /create|patch|delete/.test(operation ?? ""),
    ).length;
    const again = answerIn(await pressIn(admin, done, "Undo"));

    expect(undone.notes?.join()).toContain(kind.says);
    expect(again.text).toContain("This was undone already");
    expect(nameInTavus(bot)).toEqual(kind.inTavus);
    const [row, ...others] = await bot.rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      name: kind.here,
      description: "A mathematician.",
      context: "Lived in London.",
      link: "linked",
      deleted_at: null,
      tavus_persona_id: tavusIdOf(bot),
    });
    expect(row?.prompt).toBe("You are Ada.");
    if (!kind.done.includes("in Tavus")) expect(tavusIdOf(bot)).toBe(before);
    const later = bot.standIn.requests.filter(({ operation }) =>
      /create|patch|delete/.test(operation ?? ""),
    ).length;
    expect(later).toBe(requests);
    expect((await bot.services.audit.newest("slack:T1", 1)).map(({ action }) => action)).toEqual(["undo"]);
  });

  test.each(kinds)("$done is not undone late, by somebody else, or after a further change", async (kind) => {
    const { bot, admin } = await begin();
    const done = await kind.act(bot, admin);
    const undo = buttonIn(answerIn(done), "Undo");
    const rows = await bot.rows();

    const others = answerIn(await bot.person("U2", "admin").press(undo));
    bot.skip(16 * 60_000);
    const late = answerIn(await admin.press(undo));

    expect(others.text).toMatch(/Only whoever did this can undo it/);
    expect(late.text).toMatch(/The 15 minutes in which this could be undone are over/);
    expect(await bot.rows()).toMatchObject(
      rows.map(({ name, deleted_at, revision }) => ({ name, deleted_at, revision })),
    );
  });

  test.each(
    kinds.filter(({ done }) => !done.startsWith("Delete")),
  )("$done is not undone after somebody changed it further", async (kind) => {
    const { bot, admin } = await begin();
    const undo = buttonIn(answerIn(await kind.act(bot, admin)), "Undo");
    const [{ name = "" } = {}] = await bot.rows();
    const other = bot.person("U2", "admin");
    await other.send(openedForm(await other.run("persona-edit", { persona: String(name) })), {
      name: "Third",
    });

    const refused = answerIn(await admin.press(undo));

    expect(refused.text).toContain("was changed once more since");
    expect((await bot.rows()).map((row) => row.name)).toEqual(["Third"]);
  });

  test("one that was brought back from Tavus meanwhile is not restored beside itself", async () => {
    const { bot, admin } = await begin();
    const gone = await deleted(admin, "Delete here only");
    await pressIn(admin, gone, "Import");

    const refused = answerIn(await pressIn(admin, gone, "Undo"));

    expect(refused.text).toContain("was brought back already");
    expect((await bot.rows()).filter(({ deleted_at }) => deleted_at === null)).toHaveLength(1);
  });

  test("one that went from Tavus since it was deleted here comes back and says so", async () => {
    const { bot, admin } = await begin();
    const gone = await deleted(admin, "Delete here only");
    bot.account.removePersona(tavusIdOf(bot));

    const undone = answerIn(await pressIn(admin, gone, "Undo"));

    expect(undone.text).toContain("Tavus does not have it any more.");
    expect(undone.buttons?.map(({ label }) => label)).toEqual(["Create again", "Unlink"]);
    expect(bot.account.personas).toEqual([]);
  });

  test.each([
    "serverErrors",
    "dropBefore",
    "dropAfter",
  ] as const)("a deletion that Tavus did not confirm (%s) is taken back: what was remembered of it is not carried out", async (fault) => {
    const { bot, admin } = await begin();
    bot.standIn.setFault(fault, { operation: "delete persona" });
    const gone = await deleted(admin, "Delete here and in Tavus");

    const undone = answerIn(await pressIn(admin, gone, "Undo"));
    bot.standIn.clearFaults();
    for (let hour = 0; hour < 3; hour += 1) {
      bot.skip(3_600_000);
      await show(admin);
    }

    // Where Tavus had deleted it after all, a reading showed that, and it was made again.
    expect(nameInTavus(bot)).toEqual(["Ada"]);
    expect(await bot.rows()).toMatchObject([
      { name: "Ada", deleted_at: null, prompt: "You are Ada.", link: "linked" },
    ]);
    expect(undone.title).toBe("“Ada” is ready");
  });

  test("what is deleted can be found by its name again once that was undone", async () => {
    const { admin } = await begin();
    await pressIn(admin, await deleted(admin, "Delete here only"), "Undo");

    expect(answerIn(await show(admin)).title).toBe("“Ada”");
    expect((await admin.suggest("ad", { command: "persona-show", field: "persona" })).length).toBe(1);
  });

  test("a day after a persona was deleted nothing of its versions is left", async () => {
    const { bot, admin } = await begin();
    await edit(admin, "Ada");
    await deleted(admin, "Delete here only");
    const versions = () => bot.database.kysely.selectFrom("persona_versions").select("id").execute();
    await bot.records.purge();
    expect(await versions()).not.toEqual([]);

    bot.skip(25 * 3_600_000);
    await bot.records.purge();

    expect(await versions()).toEqual([]);
  });
});
