import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { type PersonaBot, startPersonaBot } from "../support/persona-bot.ts";
import { readFlat } from "../support/personas/persona-rows.ts";
import { openedForm, recordAnswering } from "../support/recording-answering.ts";

const row = async ({ database }: PersonaBot) => (await readFlat(database))[0];

forEachEngine((_engine, open) => {
  test("whoever edits while another's answer is still on its way hears how their own edit ends", async () => {
    const bot = await startPersonaBot(open, { patienceMs: 300 });
    const [first, second] = [bot.person("u1", "admin"), bot.person("u2", "admin")];
    await first.create();
    const edit = { persona: "Ada" };
    const form = openedForm(await first.run("persona-edit", edit));
    const last = recordAnswering();
    const answering = recordAnswering({
      on: {
        async answer() {
          const other = openedForm(await second.run("persona-edit", edit));
          bot.standIn.setFault("serverErrors", { operation: "patch persona", times: 1 });
          await second.send(other, { prompt: "You are the second." }, last);
        },
      },
    });

    await first.send(form, { prompt: "You are the first." }, answering);
    await bot.toldBatch.flush();
    const isOwed = (await row(bot))?.told_at === null;
    bot.skip(30_000);

    await expect.poll(() => last.said.map(({ how }) => how)).toContain("amend");
    expect(isOwed).toBe(true);
    await bot.toldBatch.flush();
    expect((await row(bot))?.told_at).not.toBeNull();
  });
});
