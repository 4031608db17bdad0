import { expect, test, vi } from "vitest";
import type { Menu, Reply } from "../../../src/chat/reply.ts";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  type Person,
  pressIn,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { aLinkedRow, rowsOf, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, type RecordingAnswering } from "../../support/recording-answering.ts";

function linesOf({ items = [] }: Reply): string[] {
  return items.map(({ text }) => text);
}

function numbersOf(answering: RecordingAnswering): number[] {
  return linesOf(answerIn(answering)).map((line) => Number(/Persona (\d+)/.exec(line)?.[1]));
}

function labelsOf({ buttons = [] }: Reply): string[] {
  return buttons.map(({ label }) => label);
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

async function allPages(person: Person, first: RecordingAnswering, label: string): Promise<number[][]> {
  const pages = [numbersOf(first)];
  let page = first;
  while (labelsOf(answerIn(page)).includes(label)) {
    page = await pressIn(person, page, label);
    pages.push(numbersOf(page));
  }
  return pages;
}

forEachEngine((_, open) => {
  test("pages of ten, newest first, lead to the end and back", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 27));
    const person = bot.person("U1");

    const first = await person.run("persona-list");
    const second = await pressIn(person, first, "Next");
    const third = await pressIn(person, second, "Next");
    const back = await allPages(person, third, "Previous");

    expect([first, second, third].map(numbersOf)).toEqual([down(27, 18), down(17, 8), down(7, 1)]);
    expect([first, second, third].map((page) => labelsOf(answerIn(page)))).toEqual([
      ["Next"],
      ["Previous", "Next"],
      ["Previous"],
    ]);
    expect(back).toEqual([down(7, 1), down(17, 8), down(27, 18)]);
  });

  test("personas made while somebody reads move nothing on the pages that follow", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 25));
    const person = bot.person("U1");
    const first = await person.run("persona-list");

    await storeRows(bot.database, rowsOf(workspace, 12, 26));
    const second = await pressIn(person, first, "Next");
    const back = await allPages(person, second, "Previous");

    expect(numbersOf(second)).toEqual(down(15, 6));
    expect(back).toEqual([down(15, 6), down(25, 16), down(35, 26), down(37, 36)]);
  });

  test("a page whose personas are all gone leads to the beginning", async () => {
    const bot = await startPersonaBot(open);
    const rows = rowsOf(workspace, 12);
    await storeRows(bot.database, rows);
    const person = bot.person("U1");
    const first = await person.run("persona-list");
    for (const { id } of rows.slice(0, 2))
      await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: false });

    const second = await pressIn(person, first, "Next");

    expect(numbersOf(second)).toEqual(down(12, 3));
  });

  test("each state has its symbol and its word, with both its IDs, and a menu opens one", async () => {
    const bot = await startPersonaBot(open);
    const seconds = ["00", "01", "02", "03", "04", "05"].map((second) => `2026-01-01T00:00:${second}.000Z`);
    const members = [
      { name: "In step", tavus_persona_id: "p1" },
      { name: "Behind", revision: 2, tavus_persona_id: "p2" },
      { name: "Waiting", link: "pending", told_at: null, next_attempt_at: "2999-01-01T00:00:00.000Z" },
      { name: "Refused", link: "failed" },
      { name: "Unlinked", link: "failed", failure_kind: "unlinked" },
      { name: "Gone", link: "missing", tavus_persona_id: "p3" },
    ] as const;
    const rows = members.map((member, index) =>
      aLinkedRow({ ...member, tenant_id: workspace, created_at: seconds[index] ?? "" }),
    );
    await storeRows(bot.database, rows);

    const reply = answerIn(await bot.person("U1").run("persona-list"));

    expect(linesOf(reply).reverse()).toEqual([
      "● In step (linked)",
      "● Behind (linked, last change not in Tavus yet)",
      "◐ Waiting (waiting for Tavus)",
      "○ Refused (not linked)",
      "○ Unlinked (unlinked by hand)",
      "◌ Gone (gone in Tavus)",
    ]);
    expect(reply.items?.map(({ codes }) => codes).reverse()).toEqual(
      rows.map(({ id, tavus_persona_id: theirs }) => [id, ...(theirs ? [theirs] : [])]),
    );
    expect(reply.menu?.choices.map(({ value }) => value)).toEqual(rows.map(({ id }) => id).reverse());
  });

  test("filter and search hold on every page, and the title says them", async () => {
    const bot = await startPersonaBot(open);
    const linked = rowsOf(workspace, 12);
    const others = rowsOf(workspace, 12, 101).map((row) => ({ ...row, link: "failed" as const }));
    await storeRows(bot.database, [...linked, ...others, aLinkedRow({ tenant_id: workspace, name: "Ada" })]);
    const person = bot.person("U1");

    const found = await person.run("persona-list", { filter: "not-linked", search: "persona 1" });
    const pages = await allPages(person, found, "Next");

    expect(answerIn(found).title).toBe("Personas that are not linked with “persona 1”");
    expect(pages).toEqual([down(112, 103), down(102, 101)]);
  });

  test("words behind the command are the filter and the search", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: "Ada Lovelace" })]);

    const reply = answerIn(await bot.person("U1").say("persona-list", "linked ada love"));

    expect(reply.title).toBe("Linked personas with “ada love”");
    expect(linesOf(reply)).toEqual(["● Ada Lovelace (linked)"]);
  });

  test("an empty list says how to start; an empty search how to see all", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");

    const empty = answerIn(await person.run("persona-list"));
    const unmatched = answerIn(await person.run("persona-list", { search: "x".repeat(30) }));
    const tooLong = answerIn(await person.run("persona-list", { search: "x".repeat(31) }));

    expect(empty).toMatchObject({
      title: "No personas yet",
      text: expect.stringContaining("/persona-create"),
    });
    expect(unmatched.text).toBe("There are none.");
    expect(unmatched.secondMenu?.choices.map(({ label }) => label)).toContain("All personas");
    expect(tooLong.text).toContain("Search has 31 characters. Shorten it to 30.");
  });

  test("in Tavus only: what is not here, by name, page by page both ways", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 101; number <= 123; number += 1) bot.account.addPersona({ name: `Persona ${number}` });
    const [known] = bot.account.personas;
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, tavus_persona_id: known?.id ?? "" })]);
    const person = bot.person("U1");

    const first = await person.run("persona-list", { filter: "in-tavus-only" });
    const pages = await allPages(person, first, "Next");
    const second = await pressIn(person, first, "Next");
    const back = await pressIn(person, second, "Previous");

    expect(pages).toEqual([down(111, 102).reverse(), down(121, 112).reverse(), down(123, 122).reverse()]);
    expect(numbersOf(back)).toEqual(pages[0]);
    expect(linesOf(answerIn(first))[0]).toBe("◇ Persona 102 (in Tavus only)");
  });

  test("the Tavus-only filter works for an account of a thousand, and searches it", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 1; number <= 1000; number += 1) bot.account.addPersona({ name: `Persona ${number}` });

    const reply = answerIn(
      await bot.person("U1").run("persona-list", { filter: "in-tavus-only", search: "PERSONA 99" }),
    );

    expect(linesOf(reply)).toHaveLength(10);
    expect(labelsOf(reply)).toEqual(["Next"]);
  });

  test("the names of a large account are not all read in one go, in which nobody else would be answered", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 1; number <= 700; number += 1) bot.account.addPersona({ name: `Élan ${number}` });
    const { normalize } = String.prototype;
    let readNow = 0;
    let mostAtOnce = 0;
    const spy = vi.spyOn(String.prototype, "normalize").mockImplementation(function (
      this: string,
      form?: string,
    ) {
      readNow += 1;
      mostAtOnce = Math.max(mostAtOnce, readNow);
      return normalize.call(this, form);
    });
    const others = setInterval(() => {
      readNow = 0;
    });

    const reply = answerIn(await bot.person("U1").run("persona-list", { filter: "in-tavus-only" }));
    clearInterval(others);
    spy.mockRestore();

    expect(linesOf(reply)[0]).toBe("◇ Élan 1 (in Tavus only)");
    expect(mostAtOnce).toBeLessThan(2000);
  });

  test("in Tavus only without a key, or when Tavus fails, says so", async () => {
    const keyless = await startPersonaBot(open, { tavusKey: null });
    const broken = await startPersonaBot(open);
    broken.standIn.setFault("invalidKey");

    const request = { filter: "in-tavus-only" };
    const without = answerIn(await keyless.person("U1").run("persona-list", request));
    const failing = answerIn(await broken.person("U1").run("persona-list", request));

    expect(without.text).toContain("TAVUS_API_KEY not configured.");
    expect(failing.text).toContain("Tavus could not be asked. Tavus refused the API key");
  });

  test("names of any length and kind stay within the platforms' limits", async () => {
    const bot = await startPersonaBot(open);
    const names = ["", " ", "x".repeat(20_000), "🙂".repeat(80), "👩‍👩‍👧‍👦".repeat(80), "a\nb"];
    await storeRows(
      bot.database,
      names.map((name) => aLinkedRow({ tenant_id: workspace, name, tavus_persona_id: null })),
    );
    for (const name of names) bot.account.addPersona({ name });

    const ours = answerIn(await bot.person("U1").run("persona-list"));
    const theirs = answerIn(await bot.person("U1").run("persona-list", { filter: "in-tavus-only" }));

    expect(linesOf(ours)).toHaveLength(names.length);
    expect(linesOf(theirs)).toHaveLength(names.length);
    expect(linesOf(ours)).toContain("● a b (linked)");
  });

  test("another team's pages show nothing of ours, also by a button of ours", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 25));
    const ours = await bot.person("U1").run("persona-list");
    const stranger = bot.person("U1", "admin", guild);

    const listed = answerIn(await stranger.run("persona-list"));
    const pressed = answerIn(await stranger.press(buttonIn(answerIn(ours), "Next")));

    expect(listed.title).toBe("No personas yet");
    expect(pressed.title).toBe("No personas yet");
  });

  test("a button of another version says so", async () => {
    const bot = await startPersonaBot(open);

    const answering = await bot.person("U1").press({ label: "Next", action: "list", state: "x.y.z" });

    expect(answerIn(answering).text).toBe("This list is from an older version. Run /persona-list again.");
  });

  test("the title says how many there are and which page this is, on every page both ways and in each filter", async () => {
    const bot = await startPersonaBot(open);
    const others = rowsOf(workspace, 4, 101).map((row) => ({ ...row, link: "failed" as const }));
    await storeRows(bot.database, [...rowsOf(workspace, 23), ...others]);
    for (let number = 1; number <= 12; number += 1) bot.account.addPersona({ name: `Theirs ${number}` });
    const person = bot.person("U1");
    const titleOf = (answering: RecordingAnswering) => answerIn(answering).title;

    const first = await person.run("persona-list");
    const second = await pressIn(person, first, "Next");
    const third = await pressIn(person, second, "Next");
    const back = await pressIn(person, third, "Previous");
    const begin = await pressIn(person, back, "Previous");

    expect([first, second, third, back, begin].map(titleOf)).toEqual([
      "Personas: 27, page 1 of 3",
      "Personas: 27, page 2 of 3",
      "Personas: 27, page 3 of 3",
      "Personas: 27, page 2 of 3",
      "Personas: 27, page 1 of 3",
    ]);
    expect(titleOf(await person.run("persona-list", { filter: "linked" }))).toBe(
      "Linked personas: 23, page 1 of 3",
    );
    expect(titleOf(await person.run("persona-list", { filter: "not-linked" }))).toBe(
      "Personas that are not linked: 4",
    );
    expect(titleOf(await person.run("persona-list", { filter: "in-tavus-only" }))).toBe(
      "In Tavus only: 12, page 1 of 2",
    );
    expect(titleOf(await person.run("persona-list", { search: "persona" }))).toBe("Personas with “persona”");
  });

  test("the message itself filters, sorts and opens, and the oldest first lead to the newest and back", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 23));
    const person = bot.person("U1");
    const first = await person.run("persona-list");
    const choose = ({ action, choices }: Menu, label: string) =>
      person.press({ label, action, state: choices.find((choice) => choice.label === label)?.value ?? "" });
    const { secondMenu, menu } = answerIn(first);

    const oldest = await choose(secondMenu as Menu, "Oldest first");
    const pages = await allPages(person, oldest, "Next");
    const second = await pressIn(person, oldest, "Next");
    const linked = await choose(answerIn(oldest).secondMenu as Menu, "Linked");
    const opened = await person.press({
      label: "",
      action: menu?.action ?? "",
      state: menu?.choices[0]?.value ?? "",
    });

    expect(pages).toEqual([down(10, 1).reverse(), down(20, 11).reverse(), down(23, 21).reverse()]);
    expect(numbersOf(await pressIn(person, second, "Previous"))).toEqual(pages[0]);
    expect(answerIn(second).title).toBe("Personas: 23, page 2 of 3");
    expect(labelsOf(answerIn(oldest))).toEqual(["Next"]);
    expect(numbersOf(linked)).toEqual(pages[0]);
    expect(answerIn(opened).title).toBe("“Persona 23”");
  });

  test("namesakes on a page are told apart by who made them when", async () => {
    const bot = await startPersonaBot(open);
    const at = "2026-01-01T00:00:00.000Z";
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, name: "Ada", created_by: "U1", created_at: at }),
      aLinkedRow({ tenant_id: workspace, name: "ADA", created_by: "U2", created_at: at }),
      aLinkedRow({ tenant_id: workspace, name: "Bea", created_by: "U3", created_at: at }),
    ]);

    const { items = [] } = answerIn(await bot.person("U1").run("persona-list"));

    const said = items.map(({ text, mentions = [] }) =>
      [inUtc(text), ...mentions.map(({ id }) => id)].join(" "),
    );
    expect(said.sort()).toEqual([
      "● ADA (linked), made 2026-01-01 00:00 UTC by U2",
      "● Ada (linked), made 2026-01-01 00:00 UTC by U1",
      "● Bea (linked)",
    ]);
  });

  test("on Discord, where there is room for them, both IDs stand behind the name", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, [aLinkedRow({ tenant_id: guild, name: "Ada", tavus_persona_id: "p1" })]);

    const { items = [] } = answerIn(await bot.person("8", "member", guild).run("persona-list"));

    expect(items[0]?.codes?.[1]).toBe("p1");
  });
});
