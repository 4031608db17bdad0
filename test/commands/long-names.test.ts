import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { type Person, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";

/** Of what Unicode takes apart into most letters: nothing takes longer to fold. */
const longName = "ﷺ".repeat(100_000);

const asked: [what: string, ask: (person: Person) => Promise<unknown>][] = [
  ["the list", (person) => person.run("persona-list")],
  [
    "what is offered for a persona",
    (person) => person.suggest("محمد", { command: "persona-show", field: "persona" }),
  ],
  ["what is offered for a face", (person) => person.suggest("محمد")],
  ["the faces", (person) => person.run("persona-replicas", { name: "محمد" })],
];

forEachEngine((_, open) => {
  test.each(asked)("%s comes at once, however long the names in Tavus are", async (_what, ask) => {
    const bot = await startPersonaBot(open);
    const rows = Array.from({ length: 10 }, (_, index) =>
      aLinkedRow({ tenant_id: workspace, id: `per_long00000${index}`, name: `${index} ${longName}` }),
    );
    await storeRows(bot.database, rows);
    for (let count = 0; count < 10; count += 1) bot.account.addReplica({ name: longName });
    const person = bot.person("U1", "admin");
    await person.suggest("");
    const startedMs = performance.now();

    await ask(person);

    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});
