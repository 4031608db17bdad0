import { expect, test } from "vitest";
import type { Button } from "../../src/chat/reply.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { openSqlite } from "../support/databases.ts";
import {
  buttonIn,
  offeredIn,
  type Person,
  type PersonaBot,
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

test("whoever's press the platform takes without a word would hear of it from then on, by one alone, whenever the process died", async () => {
  const plain = await openSqlite();
  const { kysely } = plain;
  const { database, interruptAfter } = makeInterruptible(plain);
  const bot = await startPersonaBot(async () => database);
  const admin = bot.person("u1", "admin");
  /** Who would tell, should it die at this moment. */
  const tellers = async () => {
    const promises = await kysely.selectFrom("owed").select("delivery_id").execute();
    const untold = await kysely.selectFrom("links").selectAll().where("told_at", "is", null).execute();
    return [...promises.map(() => "promise"), ...untold.map(() => "queue")].join(" and ");
  };

  for (const [what, prepare] of Object.entries(presses)) {
    await admin.create({ name: what, replica: "r90bbd427f71" });
    const button = await prepare({ bot, admin, name: what });
    await bot.toldBatch.flush();
    await kysely
      .updateTable("links")
      .set({ told_at: new Date(bot.clock()).toISOString() })
      .execute();
    const seen: string[] = [];
    const look = async () => {
      seen.push(await tellers());
      interruptAfter(1, look);
    };
    let atTheAnswer: string[] = [];
    const on = {
      answer() {
        atTheAnswer = [...seen];
      },
    };
    interruptAfter(1, look);
    await admin.press(button, { answering: { ...recordAnswering({ on }), isTakenSilently: true } });

    const fromThePromise = atTheAnswer.slice(atTheAnswer.findIndex((who) => who !== ""));
    const inOrder = fromThePromise.filter((who, index, all) => index === 0 || who !== all[index - 1]);
    expect(inOrder, what).toEqual(["promise", "queue"]);
  }
});
