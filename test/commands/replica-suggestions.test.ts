import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { guild, startPersonaBot } from "../support/persona-bot.ts";
import { openedForm } from "../support/recording-answering.ts";

forEachEngine((_, open) => {
  test("replicas are suggested by name and by ID, the team's own first", async () => {
    const bot = await startPersonaBot(open);
    bot.account.addReplica({ id: "r0000000own", name: "Own Anna" });
    const person = bot.person("U1");

    expect(await person.suggest("anna")).toEqual([
      { value: "r0000000own", label: "Own Anna · r0000000own" },
      { value: "r90bbd427f71", label: "Anna · r90bbd427f71 · stock" },
    ]);
    expect(await person.suggest(" RC9CFF ")).toMatchObject([{ value: "rc9cff32ceba" }]);
    expect(await person.suggest("nobody")).toEqual([]);
  });

  test("a name that only one has means that one, whatever it is made of; an ID means itself", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", guild);
    const long = "A name of more letters than are shown where one is chosen";
    const names = ["Anna2", "sales-1", "2026", "x7", long, `\u05d0 ${long}`];
    const named = names.map((name) => ({ name, id: bot.account.addReplica({ name }).id }));
    for (const name of ["Two1", "two1"]) bot.account.addReplica({ name });
    const meantBy = async (replica: string) =>
      openedForm(await person.command({ values: { replica } })).values.replica;

    for (const { name, id } of named) expect(await meantBy(name.toUpperCase()), name).toBe(id);
    for (const typed of ["two1", "r90bbd427f71", "rfffffffffff", "v-1", `${long} twice`])
      expect(await meantBy(typed)).toBe(typed);
  });

  test("the form opens in time, too, where what was suggested is said by its name and Tavus is slow", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault({ delayMs: 5000 });
    const values = { replica: "Anna · r90bbd427f71 · stock", voice: "Vera · v-1", model: "One · tavus-one" };

    const beganMs = performance.now();
    const opened = openedForm(await bot.person("1", "member", guild).command({ values }));

    expect(performance.now() - beganMs).toBeLessThan(2500);
    expect(opened.values).toEqual(values);
  });

  test("a replica's long name is cut so that its ID can be read", async () => {
    const bot = await startPersonaBot(open);
    bot.account.addReplica({ id: "r0000000own", name: "x".repeat(200) });

    const [choice] = await bot.person("U1").suggest("xxx");

    expect(choice?.label).toMatch(/^x+… · r0000000own$/);
    expect(choice?.label.length).toBeLessThanOrEqual(75);
  });
});
