import { expect, test } from "vitest";
import { createSyncStore } from "../../../src/database/team/sync-store.ts";
import { makeInterruptible } from "../../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { recordAnswering } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";

/** Longer than a process lives on in the eyes of the others. */
const longMs = 60_000;

/** What the log says when one has come to its end in a process. */
const isEnd =
  /sync ended|gone on with a sync meanwhile|a sync that was left unfinished could not be gone on with/;

/** Two processes; the first can be held up after one of its statements until the other has done what the first had left. */
async function twoProcesses(open: OpenDatabase) {
  let nowMs = Date.now();
  const plain = await open({ clock: () => nowMs });
  const { database, ...interruptions } = makeInterruptible(plain);
  const late = await startPersonaBot(async () => database);
  const quick = await startPersonaBot(async () => plain);
  const isOver = async () => {
    const runs = await plain.kysely.selectFrom("sync_runs").select("ended_at").execute();
    return runs.every(({ ended_at }) => ended_at !== null);
  };
  return {
    ...interruptions,
    admin: late.person("U1", "admin"),
    late,
    quick,
    told: quick.direct.sent,
    async tellAt() {
      return (await plain.kysely.selectFrom("owed").select("tell_at").executeTakeFirst())?.tell_at;
    },
    /** U1 has asked for one, and its process has died before it told them. */
    async leaveUnfinished() {
      await createSyncStore(plain).begin(workspace, {
        runId: "abandoned",
        mode: "apply",
        startedBy: "U1",
        progress: JSON.stringify({ phase: "reading", done: 0 }),
        asked: JSON.stringify({ interactionId: "asked" }),
      });
      nowMs += longMs;
    },
    /** The first goes on with it, until it has come to its end there. */
    async goOn() {
      const before = late.written.length;
      late.autoSync.start();
      await untilTrue(() => late.written.slice(before).some((line) => isEnd.test(line)));
      late.autoSync.stop();
    },
    /** As much later the second tells what is owed. */
    async tellLater() {
      nowMs += 2 * longMs;
      quick.owed.start();
      await quick.owed.stop(5000);
    },
    async overtake() {
      quick.autoSync.start();
      quick.owed.start();
      await untilTrue(async () => {
        nowMs += longMs;
        await quick.autoSync.resume();
        return isOver();
      });
      quick.autoSync.stop();
      await quick.owed.stop(5000);
    },
  };
}

forEachEngine((_engine, open) => {
  test("of a sync whose process stood still, after whichever statement, until another one had gone on with it, its person is told once", async () => {
    const stage = await twoProcesses(open);
    const heard: { place: number; told: number }[] = [];

    for (let place = 3; ; place += 3) {
      stage.told.length = 0;
      stage.interruptAfter(place, stage.overtake);
      const { said } = await stage.admin.run("persona-sync");
      if (!stage.wasInterrupted()) break;
      heard.push({ place, told: said.filter(({ how }) => how === "answer").length + stage.told.length });
    }

    expect(heard.length).toBeGreaterThan(3);
    expect(heard.filter(({ told }) => told !== 1)).toEqual([]);
  });

  test("what the other one could not tell yet, whoever stood still does not put off", async () => {
    const { admin, late, quick, overtake, interruptAfter, tellAt } = await twoProcesses(open);
    quick.direct.failures = 99;
    let before: string | undefined;
    // Until it is after the beginning of its run.
    for (let place = 6; before === undefined; place += 2) {
      const answering = { ...recordAnswering(), isTakenSilently: true };
      interruptAfter(place, overtake);
      await admin.press({ label: "Do it", action: "sync-run", state: "apply" }, { answering });
      before = await tellAt();
    }

    late.owed.start();
    await late.owed.stop(5000);

    expect(await tellAt()).toBe(before);
  });

  test("where it was to be handed over besides, what the other one told stays", async () => {
    const heard: { told: number; answered: number }[] = [];

    for (const place of [6, 9, 12, 15]) {
      const { admin, late, told, overtake, interruptAfter } = await twoProcesses(open);
      interruptAfter(place, async () => {
        await overtake();
        late.personas.handSyncsOver();
      });
      const { said } = await admin.run("persona-sync");
      heard.push({ told: told.length, answered: said.filter(({ how }) => how === "answer").length });
    }

    expect(heard).toContainEqual({ told: 1, answered: 0 });
    expect(heard.filter(({ told, answered }) => told + answered !== 1)).toEqual([]);
  });

  test("whoever went on with one and stood still, too, does not put off what the next one could not tell yet", async () => {
    const { late, quick, leaveUnfinished, goOn, overtake, interruptAfter, tellAt } = await twoProcesses(open);
    quick.direct.failures = 99;
    await leaveUnfinished();
    interruptAfter(12, overtake);

    await goOn();
    const before = await tellAt();
    late.owed.start();
    await late.owed.stop(5000);

    expect(before).toBeDefined();
    expect(await tellAt()).toBe(before);
  });

  test("of one that a third process has ended while the second, which went on with it, stood still, nothing is done again, and whoever asked hears of it", async () => {
    const { late, quick, told, leaveUnfinished, goOn, overtake, interruptAfter, wasInterrupted, tellLater } =
      await twoProcesses(open);
    const heard: { place: number; told: number; done: number }[] = [];
    const countDone = async () => {
      await quick.services.audit.flush();
      await late.services.audit.flush();
      return (await quick.services.audit.newest(workspace, 1000)).length;
    };

    for (let place = 1; ; place += 1) {
      told.length = 0;
      late.direct.sent.length = 0;
      const before = await countDone();
      await leaveUnfinished();
      interruptAfter(place, overtake);
      await goOn();
      if (!wasInterrupted()) break;
      await tellLater();
      const done = (await countDone()) - before;
      heard.push({ place, told: told.length + late.direct.sent.length, done });
    }

    expect(heard.length).toBeGreaterThan(3);
    expect(heard.filter((one) => one.told === 0 || one.done !== 1)).toEqual([]);
  });

  test("of one that fails where it goes on, after whichever statement, whoever asked hears once", async () => {
    const { told, leaveUnfinished, goOn, overtake, interruptAfter, wasInterrupted, tellLater } =
      await twoProcesses(open);
    const heard: { place: number; titles: string[] }[] = [];

    for (let place = 3; ; place += 2) {
      told.length = 0;
      await leaveUnfinished();
      interruptAfter(place, () => Promise.reject(new Error("A mistake.")));
      await goOn();
      if (!wasInterrupted()) break;
      await overtake();
      await tellLater();
      heard.push({ place, titles: told.map(({ reply }) => reply.title) });
    }

    expect(heard.length).toBeGreaterThan(2);
    expect(heard.filter(({ titles }) => titles.length !== 1)).toEqual([]);
  });
});
