import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { forEachEngine } from "../support/databases.ts";
import {
  buttonIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../support/recording-answering.ts";

type Stage = { admin: Person; id: string };
/** Leads up to a change, which is made by what is returned; its answer is to say `changed`, and the log `action`. */
type Change = {
  changed: string;
  action: string;
  begin(stage: Stage): Promise<(answering: ReturnType<typeof recordAnswering>) => Promise<unknown>>;
};

const edit = async ({ admin, id }: Stage) => openedForm(await admin.run("persona-edit", { persona: id }));

const changes: { [name: string]: Change } = {
  "an edit": {
    changed: "Changed: name “Ada” → “Emmy”.",
    action: "edit",
    async begin({ admin, id }) {
      const form = await edit({ admin, id });
      return (answering) => admin.send(form, { name: "Emmy" }, answering);
    },
  },
  "another replica": {
    changed: "Changed: replica “Tavus's default” → “r90bbd427f71”.",
    action: "replica",
    async begin({ admin, id }) {
      const form = openedForm(await admin.press({ label: "", action: "replica", state: id }));
      return (answering) => admin.send(form, { replica: "r90bbd427f71" }, answering);
    },
  },
  "a version brought back": {
    changed: "Changed: name “Emmy” → “Ada”.",
    action: "bring-back",
    async begin({ admin, id }) {
      await admin.send(await edit({ admin, id }), { name: "Emmy" });
      const history = answerIn(await admin.press({ label: "", action: "history", state: id }));
      const state = history.menu?.choices[0]?.value ?? "";
      const version = await admin.press({ label: "", action: history.menu?.action ?? "", state });
      const button = buttonIn(answerIn(version), "Bring back");
      return (answering) => admin.press(button, { answering });
    },
  },
  "an undo": {
    changed: "Undone: the version before is here again, and goes to Tavus as an edit does.",
    action: "undo",
    async begin({ admin, id }) {
      const edited = await admin.send(await edit({ admin, id }), { name: "Emmy" });
      const button = buttonIn(answerIn(edited), "Undo");
      return (answering) => admin.press(button, { answering });
    },
  },
};

forEachEngine((_engine, open) => {
  /** One admin's change, and what another one does to the persona before Tavus has answered it. */
  async function meet(
    begin: Change["begin"],
    meanwhile: (other: Person, id: string) => Promise<unknown>,
  ): Promise<{ bot: PersonaBot; id: string; answer: Reply }> {
    const bot = await startPersonaBot(open, { patienceMs: 2000 });
    const [admin, other] = [bot.person("u1", "admin"), bot.person("u2", "admin")];
    await admin.create();
    const id = (await bot.rows())[0]?.id ?? "";
    const change = await begin({ admin, id });
    bot.standIn.setFault({ delayMs: 400 }, { operation: "patch persona", times: 1 });
    const before = bot.standIn.requests.length;
    const answering = recordAnswering();

    const changing = change(answering);
    const isPatched = () =>
      bot.standIn.requests.slice(before).some(({ operation }) => operation === "patch persona");
    await expect.poll(isPatched).toBe(true);
    await meanwhile(other, id);
    await changing;

    return { bot, id, answer: answerIn(answering) };
  }

  test.each(
    Object.entries(changes),
  )("the answer to %s says what that has changed, whatever somebody else changes meanwhile", async (_name, {
    changed,
    begin,
  }) => {
    const { answer } = await meet(begin, async (other, id) =>
      other.send(await edit({ admin: other, id }), { name: "Grace" }),
    );

    expect(answer.notes?.[0]).toBe(changed);
  });

  test.each(
    Object.entries(changes),
  )("%s is in the log also where somebody deletes the persona before Tavus has answered", async (_name, {
    action,
    begin,
  }) => {
    const { bot, id, answer } = await meet(begin, (other, id) =>
      other.press({ label: "", action: "delete-here", state: id }),
    );

    expect(answer.text).toContain("deleted here at the same moment");
    const log = await bot.services.audit.newestOfPersona(workspace, id, 5);
    expect(log.map((entry) => `${entry.action} by ${entry.userId}`)).toContain(`${action} by u1`);
  });
});
