import { expect, test } from "vitest";
import type { Button } from "../../src/chat/reply.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { openSqlite } from "../support/databases.ts";
import {
  buttonIn,
  offeredIn,
  type Person,
  type PersonaBot,
  pressIn,
  startPersonaBot,
} from "../support/persona-bot.ts";
import { answerIn, openedForm, recordAnswering } from "../support/recording-answering.ts";

/** Of a persona of this name, which Tavus has. */
type Scene = { bot: PersonaBot; admin: Person; name: string };

async function rowOf({ bot, name }: Scene) {
  const row = (await bot.rows()).find((one) => one.name === name);
  return { id: row?.id ?? "", tavusId: row?.tavus_persona_id ?? "" };
}

async function action(what: string, scene: Scene): Promise<Button> {
  return { label: what, action: what, state: (await rowOf(scene)).id };
}

async function shown({ admin, name }: Scene, label: string): Promise<Button> {
  return offeredIn(admin, answerIn(await admin.run("persona-show", { persona: name })), label);
}

async function edited({ admin, name }: Scene) {
  const form = openedForm(await admin.run("persona-edit", { persona: name }));
  return answerIn(await admin.send(form, { prompt: "You are another." }));
}

/** Presses of which the queue tells how they end, once they are stored. */
const presses: { [what: string]: (scene: Scene) => Promise<Button> } = {
  async Retry(scene) {
    scene.bot.standIn.setFault("rejected", { operation: "patch persona", times: 1 });
    await edited(scene);
    return action("retry", scene);
  },
  async "Create again"(scene) {
    scene.bot.account.removePersona((await rowOf(scene)).tavusId);
    return action("create-again", scene);
  },
  async "Keep ours"(scene) {
    scene.bot.account.changePersona((await rowOf(scene)).tavusId, { persona_name: "Grace" });
    return shown(scene, "Keep ours");
  },
  async Overwrite(scene) {
    scene.bot.account.openDraft((await rowOf(scene)).tavusId);
    return buttonIn(await edited(scene), "Overwrite");
  },
  "Undo of an edit": async (scene) => buttonIn(await edited(scene), "Undo"),
  async "Undo of a deletion"(scene) {
    return buttonIn(answerIn(await scene.admin.press(await action("delete-both", scene))), "Undo");
  },
  async Join({ admin, name }) {
    return buttonIn(answerIn(await admin.run("persona-talk", { persona: name })), "Join");
  },
};

const ofOthers = ["Retry", "Create again", "Keep ours", "Overwrite"];
const all = Object.keys(presses);

test.each([
  ["would hear of it from then on, by one alone", "u1", all, ["promise", "queue"]],
  [
    "on another's would hear of it, too, of which the queue tells its maker",
    "u2",
    ofOthers,
    ["promise", "promise and queue"],
  ],
])("whoever's press the platform takes without a word %s, whenever the process died", async (_, who, whats, tellers) => {
  const plain = await openSqlite();
  const { kysely } = plain;
  const { database, interruptAfter } = makeInterruptible(plain);
  const bot = await startPersonaBot(async () => database);
  const admin = bot.person("u1", "admin");
  const presser = bot.person(who, "admin");
  /** Who would tell, should it die at this moment. */
  const tellersNow = async () => {
    const promises = await kysely.selectFrom("owed").select("delivery_id").execute();
    const untold = await kysely.selectFrom("links").selectAll().where("told_at", "is", null).execute();
    return [...promises.map(() => "promise"), ...untold.map(() => "queue")].join(" and ");
  };

  for (const what of whats) {
    await admin.create({ name: what, replica: "r90bbd427f71" });
    const button = await presses[what]?.({ bot, admin, name: what });
    if (!button) throw new Error(`${what} is no press`);
    await bot.toldBatch.flush();
    await kysely
      .updateTable("links")
      .set({ told_at: new Date(bot.clock()).toISOString() })
      .execute();
    const seen: string[] = [];
    const look = async () => {
      seen.push(await tellersNow());
      interruptAfter(1, look);
    };
    let atTheAnswer: string[] = [];
    const on = {
      answer() {
        atTheAnswer = [...seen];
      },
    };
    interruptAfter(1, look);
    await presser.press(button, { answering: { ...recordAnswering({ on }), isTakenSilently: true } });

    const fromThePromise = atTheAnswer.slice(atTheAnswer.findIndex((one) => one !== ""));
    const inOrder = fromThePromise.filter((one, index, every) => index === 0 || one !== every[index - 1]);
    expect(inOrder, what).toEqual(tellers);
  }
});

test("whoever has everything forgotten would hear of it, whenever the process died", async () => {
  const plain = await openSqlite();
  const { database, interruptAfter } = makeInterruptible(plain);
  const bot = await startPersonaBot(async () => database);
  const admin = bot.person("u1", "admin");
  await admin.create();
  await bot.toldBatch.flush();
  const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
  const promises: number[] = [];
  const look = async () => {
    promises.push((await plain.kysely.selectFrom("owed").selectAll().execute()).length);
    interruptAfter(1, look);
  };
  let atTheAnswer: number[] = [];
  const on = {
    answer() {
      atTheAnswer = [...promises];
    },
  };

  interruptAfter(1, look);
  const answering = { ...recordAnswering({ on }), isTakenSilently: true };
  await admin.press(buttonIn(answerIn(exported), "I have the file: delete all"), { answering });

  expect(atTheAnswer.length).toBeGreaterThan(20);
  expect(atTheAnswer.slice(atTheAnswer.indexOf(1))).not.toContain(0);
  expect(await plain.kysely.selectFrom("owed").selectAll().execute()).toEqual([]);
});
