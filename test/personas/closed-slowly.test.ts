import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { OpenForm } from "../../src/chat/form/form.ts";
import { forEachEngine } from "../support/databases.ts";
import { buttonIn, type Person, type PersonaBot, startPersonaBot } from "../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";

/** Longer than the queue waits for somebody who is about to wait for what it has ended. */
const slowMs = 600;

/** What is made due as its form is sent, with what is sent; all of it reaches Tavus before the form is closed. */
const forms: { [form: string]: (ada: Person) => Promise<{ form: OpenForm; prompt: string }> } = {
  async edit(ada) {
    await ada.create();
    return { form: openedForm(await ada.run("persona-edit", { persona: "Ada" })), prompt: "Edited." };
  },
  async "new replica"(ada) {
    const form = await ada.open();
    const refused = answerIn(await ada.send(form, { name: "Ada", prompt: "You.", replica: "rffffffffff" }));
    return { form: openedForm(await ada.press(buttonIn(refused, "Change replica"))), prompt: "" };
  },
  async "same form with other values"(ada) {
    const form = await ada.open();
    await ada.send(form, { name: "Ada", prompt: "You are Ada." });
    return { form, prompt: "You are another." };
  },
};

async function isOver({ database }: PersonaBot): Promise<boolean> {
  const due = await database.kysely
    .selectFrom("links")
    .select("subject_id")
    .where((link) => link.or([link("next_attempt_at", "is not", null), link("lease_until", "is not", null)]))
    .execute();
  return due.length === 0;
}

forEachEngine((_engine, open) => {
  test.for(
    Object.entries(forms),
  )("of an outcome that is there before the form is closed the answer alone tells: %s", async ([
    ,
    opened,
  ]) => {
    const bot = await startPersonaBot(open);
    const ada = bot.person("u1", "admin");
    const { form, prompt } = await opened(ada);
    const answering = recordAnswering({
      on: {
        async acceptForm() {
          bot.worker.wake();
          await untilTrue(() => isOver(bot));
          await sleep(slowMs);
        },
      },
    });
    const typed = form.command === "persona-replica" ? { replica: "r90bbd427f71" } : { name: "Ada", prompt };

    await ada.send(form, typed, answering);

    expect(answerIn(answering).title).toBe("“Ada” is ready");
    await bot.toldBatch.flush();
    expect(bot.direct.sent).toEqual([]);
  });
});
