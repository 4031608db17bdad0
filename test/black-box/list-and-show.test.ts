import { describe, expect, test } from "vitest";
import { answerTo, platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, createLinked, somebody } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";

const theRun = sharedInside(() => ({ LOG_LEVEL: "trace" }));

describe.each(platforms)("personas on %s", (platform) => {
  test("all are listed ten at a time, newest first, and by the state of their link", async () => {
    const chat = somebody(theRun(), platform);
    const search = `Item-${platform}`;
    for (let number = 1; number <= 11; number += 1) await createLinked(chat, `${search} ${number}`);
    theRun().world.tavus.setFault("rejected", { operation: "create persona", times: 1 });
    await create(chat, `${search} 12`);
    await reads(chat, "Tavus did not accept");
    const only = theRun()
      .world.tavus.account()
      .addPersona({ name: `${search} by hand` });

    const first = await answerTo(chat, () => chat.run("persona-list", { search }));
    expect(numbersIn(first.text)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    const next = await answerTo(chat, () => first.press("Next"));
    expect(numbersIn(next.text)).toEqual([2, 1]);
    expect(next.buttons.map(({ label }) => label)).toEqual(["Previous"]);
    const previous = await answerTo(chat, () => next.press("Previous"));
    expect(numbersIn(previous.text)).toHaveLength(10);

    const unlinked = await answerTo(chat, () => chat.run("persona-list", { filter: "not-linked", search }));
    expect(numbersIn(unlinked.text)).toEqual([12]);
    const linked = await answerTo(chat, () => chat.run("persona-list", { filter: "linked", search }));
    expect(numbersIn(linked.text)[0]).toBe(11);
    const inTavus = await answerTo(chat, () => chat.run("persona-list", { filter: "in-tavus-only", search }));
    expect(inTavus.text).toContain(`${search} by hand (in Tavus only)`);
    expect(inTavus.text).toContain(only.id);
    expect(numbersIn(inTavus.text)).toEqual([]);
  });

  test("one is shown by its name and by either id, and the closest where none is meant", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Shown on ${platform}`;
    const prompt = `You remember. ${"A long story. ".repeat(150)}The end.`;
    await createLinked(chat, name, { prompt, context: "It is 1815." });
    const row = rowOf(theRun(), name);

    for (const persona of [name, row.id, row.tavus_persona_id ?? ""]) {
      const shown = await answerTo(chat, () => chat.run("persona-show", { persona }));
      for (const text of [name, row.id, row.tavus_persona_id, "It is 1815."])
        expect(shown.text).toContain(text);
      expect((await shown.readFile("prompt.md")).trim()).toBe(prompt);
    }
    const nobody = await answerTo(chat, () => chat.run("persona-show", { persona: `Shone on ${platform}` }));
    expect(nobody.text).toContain(`Did you mean “${name}” (${row.id})`);
  });

  test("a name that two have is asked about in a menu", async () => {
    const chat = somebody(theRun(), platform);
    const name = `Twin of ${platform}`;
    await createLinked(chat, name, { prompt: "You are the first." });
    const other = somebody(theRun(), platform);
    await createLinked(other, name, { prompt: "You are the second." });

    const menu = await answerTo(chat, () => chat.run("persona-show", { persona: name }));
    const second = theRun()
      .rows()
      .find((row) => row.name === name && row.prompt === "You are the second.");
    expect(menu.choices).toHaveLength(2);
    const shown = await answerTo(chat, () => menu.choose(second?.id ?? ""));
    expect(shown.text).toContain("You are the second.");
  });
});

function numbersIn(list: string): number[] {
  return [...list.matchAll(/Item-\w+ (\d+)/g)].map(([, number]) => Number(number));
}
