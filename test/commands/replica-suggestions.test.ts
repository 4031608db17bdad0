import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { startPersonaBot } from "../support/persona-bot.ts";

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

  test("a replica's long name is cut so that its ID can be read", async () => {
    const bot = await startPersonaBot(open);
    bot.account.addReplica({ id: "r0000000own", name: "x".repeat(200) });

    const [choice] = await bot.person("U1").suggest("xxx");

    expect(choice?.label).toMatch(/^x+… · r0000000own$/);
    expect(choice?.label.length).toBeLessThanOrEqual(75);
  });
});
