import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { buttonIn, type Person, startPersonaBot } from "../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../support/recording-answering.ts";

type Stage = { admin: Person; id: string };
/** Leads up to a change, which is made by what is returned; its answer is to say `changed`. */
type Change = {
  changed: string;
  begin(stage: Stage): Promise<(answering: ReturnType<typeof recordAnswering>) => Promise<unknown>>;
};

const edit = async ({ admin, id }: Stage) => openedForm(await admin.run("persona-edit", { persona: id }));

const changes: { [name: string]: Change } = {
  "an edit": {
    changed: "Changed: name “Ada” → “Emmy”.",
    async begin({ admin, id }) {
      const form = await edit({ admin, id });
      return (answering) => admin.send(form, { name: "Emmy" }, answering);
    },
  },
  "another replica": {
    changed: "Changed: replica “Tavus's default” → “r90bbd427f71”.",
    async begin({ admin, id }) {
      const form = openedForm(await admin.press({ label: "", action: "replica", state: id }));
      return (answering) => admin.send(form, { replica: "r90bbd427f71" }, answering);
    },
  },
  "a version brought back": {
    changed: "Changed: name “Emmy” → “Ada”.",
    async begin({ admin, id }) {
      await admin.send(await edit({ admin, id }), { name: "Emmy" });
      const history = answerIn(await admin.press({ label: "", action: "history", state: id }));
      const state = history.menu?.choices[0]?.value ?? "";
      const version = await admin.press({ label: "", action: history.menu?.action ?? "", state });
      const button = buttonIn(answerIn(version), "Bring back");
      return (answering) => admin.press(button, { answering });
    },
  },
};

forEachEngine((_engine, open) => {
  test.each(
    Object.entries(changes),
  )("the answer to %s says what that has changed, whatever somebody else changes meanwhile", async (_name, {
    changed,
    begin,
  }) => {
    const bot = await startPersonaBot(open, { patienceMs: 2000 });
    const [admin, other] = [bot.person("u1", "admin"), bot.person("u2", "admin")];
    await admin.create();
    const id = (await bot.rows())[0]?.id ?? "";
    const change = await begin({ admin, id });
    bot.standIn.setFault({ delayMs: 400 }, { operation: "patch persona", times: 1 });
    const before = bot.standIn.requests.length;
    const answering = recordAnswering();

    const changing = change(answering);
    const patched = () =>
      bot.standIn.requests.slice(before).some(({ operation }) => operation === "patch persona");
    await expect.poll(patched).toBe(true);
    await other.send(await edit({ admin: other, id }), { name: "Grace" });
    await changing;

    expect(answerIn(answering).notes?.[0]).toBe(changed);
  });
});
