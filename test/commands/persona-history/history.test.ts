import { expect, test } from "vitest";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import { createVersionStore, mostVersions } from "../../../src/database/persona/version-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  guild,
  type Person,
  pressIn,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

async function edit(person: Person, persona: string, typed: Record<string, string>) {
  return person.send(openedForm(await person.run("persona-edit", { persona })), typed);
}

forEachEngine((_, open) => {
  async function editedTwice() {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1");
    await maker.create();
    await edit(maker, "Ada", { name: "Grace", prompt: "You are Grace." });
    await edit(bot.person("U2", "admin"), "Grace", { name: "Ida" });
    const shown = await maker.run("persona-show", { persona: "Ida" });
    const listed = await pressOffered(maker, shown, "History");
    return { bot, maker, listed, history: answerIn(listed) };
  }

  test("History tells who changed what and when, the newest first", async () => {
    const { history } = await editedTwice();

    expect(history.title).toBe("History of “Ida”");
    expect(history.items?.map(({ text }) => inUtc(text).replace(/\d{4}-.* UTC/, "then"))).toEqual([
      "Edited: name “Grace” → “Ida” · then by",
      "Edited: name “Ada” → “Grace”, prompt “You are Ada.” → “You are Grace.” · then by",
    ]);
    expect(history.items?.map(({ mentions }) => mentions?.[0]?.id)).toEqual(["U2", "U1"]);
  });

  test("a version is shown beside what is here, and comes back as an edit, here and in Tavus", async () => {
    const { bot, maker, history } = await editedTwice();
    const [, first] = history.menu?.choices ?? [];

    const looked = await maker.press({
      label: "",
      action: history.menu?.action ?? "",
      state: first?.value ?? "",
    });
    const back = await pressIn(maker, looked, "Bring back");
    const again = answerIn(await pressIn(maker, looked, "Bring back"));

    expect(answerIn(looked).text).toContain("Name: now “Ida”, then “Ada”.");
    expect(answerIn(back).title).toBe("“Ada” is ready");
    expect(again.notes?.[0]).toContain("nothing was changed");
    expect(await bot.rows()).toMatchObject([{ name: "Ada", prompt: "You are Ada.", revision: 4 }]);
    expect(bot.account.personas).toMatchObject([{ document: { persona_name: "Ada" } }]);
    const undone = answerIn(await pressIn(maker, back, "Undo"));
    expect(undone.title).toBe("“Ida” is ready");
  });

  test("a version does not take the place of a change that came since it was shown", async () => {
    const { bot, maker, history } = await editedTwice();
    const [, first] = history.menu?.choices ?? [];
    const state = first?.value ?? "";
    const looked = await maker.press({ label: "", action: history.menu?.action ?? "", state });
    await edit(maker, "Ida", { name: "Third" });

    const refused = answerIn(await pressIn(maker, looked, "Bring back"));

    expect(refused.text).toContain("was changed once more since");
    expect(await bot.rows()).toMatchObject([{ name: "Third" }]);
  });

  test("whoever may not change a persona sees its history and can bring back nothing", async () => {
    const { bot, maker, history } = await editedTwice();
    const stranger = bot.person("U3");
    const shown = await stranger.run("persona-show", { persona: "Ida" });

    const seen = answerIn(await pressIn(stranger, shown, "History"));
    const [choice] = history.menu?.choices ?? [];
    const button = { label: "", action: history.menu?.action ?? "", state: choice?.value ?? "" };
    const refused = answerIn(await stranger.press(button));
    const elsewhere = answerIn(await bot.person("U1", "admin", guild).press(button));

    expect(seen.items).toHaveLength(2);
    expect(seen.menu).toBeUndefined();
    expect(refused.text).toContain("was made by somebody else");
    expect(elsewhere.text).toContain("This version is not kept any more");
    expect(maker).toBeDefined();
  });

  test("many changes are paged both ways without a gap, and the oldest go", async () => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1");
    await maker.create();
    const [row] = await bot.rows();
    const id = String(row?.id);
    const store = createPersonaStore(bot.database);
    const versions = createVersionStore(bot.database);
    for (let count = 1; count <= mostVersions + 3; count += 1)
      await store.amend(workspace, id, { description: `Number ${count}` }, { askedBy: "U1" });

    expect(await versions.before(workspace, id, { number: 1000, limit: 100 })).toHaveLength(mostVersions);
    const seen: string[] = [];
    let page = await maker.press({ label: "", action: "history", state: id });
    for (;;) {
      seen.push(...(answerIn(page).items ?? []).map(({ text }) => text.split(" · ")[0] ?? ""));
      if (!answerIn(page).buttons?.some(({ label }) => label === "Older")) break;
      page = await pressIn(maker, page, "Older");
    }
    expect(seen).toHaveLength(mostVersions);
    expect(new Set(seen).size).toBe(mostVersions);
    const oldest = answerIn(page).items?.map(({ text }) => text);
    const back = answerIn(await pressIn(maker, await pressIn(maker, page, "Newer"), "Older"));
    expect(back.items?.map(({ text }) => text)).toEqual(oldest);
  });
});
