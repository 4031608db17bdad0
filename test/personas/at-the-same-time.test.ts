import { expect, test } from "vitest";
import { createLinkStore } from "../../src/database/link/link-store.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { createPersonaStore } from "../../src/database/persona/persona-store.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import {
  buttonIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { type FlatRow, readFlat } from "../support/personas/persona-rows.ts";
import {
  answerIn,
  openedForm,
  type RecordingAnswering,
  recordAnswering,
} from "../support/recording-answering.ts";

type Act = (answering: RecordingAnswering) => Promise<unknown>;
type Stage = { bot: PersonaBot; admin: Person; name: string };
/** Leads up to a piece of work undisturbed. */
type Work = (stage: Stage) => Promise<Act>;

const make = ({ admin, name }: Stage) => admin.create({ name, prompt: "You are here." });
const press =
  (admin: Person, action: string, state: string): Act =>
  (answering) =>
    admin.press({ label: "", action, state }, { answering });
const rowOf = async (database: Database, name: string): Promise<FlatRow | undefined> =>
  (await readFlat(database)).find((row) => row.name === name);

async function made(stage: Stage): Promise<FlatRow> {
  await make(stage);
  const row = await rowOf(stage.bot.database, stage.name);
  if (!row) throw new Error("Nothing was made.");
  return row;
}

async function unlinked(stage: Stage): Promise<FlatRow> {
  const row = await made(stage);
  await press(stage.admin, "unlink-yes", row.id)(recordAnswering());
  return row;
}

const works: { [name: string]: Work } = {
  async "it is made"({ admin, name }) {
    const form = await admin.open();
    return (answering) => admin.send(form, { name, prompt: "You are here." }, answering);
  },
  async "it is edited"(stage) {
    const { id } = await made(stage);
    const form = openedForm(await stage.admin.run("persona-edit", { persona: id }));
    return (answering) => stage.admin.send(form, { prompt: "You are another." }, answering);
  },
  async "it is tried again"(stage) {
    stage.bot.standIn.setFault("rejected", { operation: "create persona", times: 1 });
    return press(stage.admin, "retry", (await made(stage)).id);
  },
  async "it is linked by hand"(stage) {
    const { id, tavus_persona_id: tavusId } = await unlinked(stage);
    return press(stage.admin, "link-to", `${id}.${tavusId}`);
  },
};

/** A bot, and what another process does between two of its statements. */
async function openStage(open: OpenDatabase) {
  const database = await open();
  const interruptible = makeInterruptible(database);
  const bot = await startPersonaBot(async () => interruptible.database, { patienceMs: 500 });
  await Promise.all([bot.keeper, bot.follower, bot.followUps].map((one) => one.stop(2000)));
  return { ...interruptible, plain: database, bot, elsewhere: createPersonaStore(database) };
}

const saidBy = ({ said }: RecordingAnswering) =>
  said.flatMap((word) => ("reply" in word ? [`${word.reply.title} ${word.reply.text}`] : [])).join("\n");

const isInStep = ({ link, revision, pushed_revision }: FlatRow) =>
  link === "linked" && pushed_revision >= revision;

/** What is to be deleted in Tavus as well is, and that is told. */
async function sweep(bot: PersonaBot): Promise<void> {
  await bot.worker.stop(5000);
  await bot.kind.removeRemembered();
  bot.worker.start();
}

forEachEngine((engine, open) => {
  const deletions = ["kept", "unsettled"] as const;
  test.each(Object.keys(works).flatMap((name) => deletions.map((tavus) => [name, tavus] as const)))(
    "while %s it is deleted (%s): nothing is told as done that is not, and nothing goes that was not to",
    async (work, tavus) => {
      const { bot, plain, elsewhere, interruptAfter, wasInterrupted } = await openStage(open);
      // Either engine goes the same way; on PostgreSQL each place takes longer.
      for (let place = 1; ; place += engine === "sqlite" ? 1 : 3) {
        const stage = { bot, admin: bot.person("u1", "admin"), name: `Ada ${place}` };
        const act = await works[work]?.(stage);
        await bot.toldBatch.flush();
        const answering = recordAnswering();
        let before: FlatRow | undefined;
        interruptAfter(place, async () => {
          before = await rowOf(plain, stage.name);
          if (before) await elsewhere.remove(workspace, before.id, { tavus, emptied: {}, userId: "u2" });
        });

        await act?.(answering);
        if (!wasInterrupted()) return expect(place).toBeGreaterThan(3);
        await sweep(bot);

        const where = `${work}, after statement ${place}: ${saidBy(answering)}`;
        if (!before) continue;
        // On PostgreSQL Tavus's answer may be stored while the deletion is.
        const mayBeDone = engine === "postgres" || isInStep(before);
        if (!mayBeDone) expect(saidBy(answering), where).not.toMatch(/is ready|is linked|In step/);
        expect(saidBy(answering), where).not.toMatch(/somebody else meanwhile|it is created|I check/);
        expect(saidBy(answering), where).not.toBe("");
        // What it was not linked to when it was deleted stays in Tavus.
        const wasUnlinked = work === "it is linked by hand" && before.tavus_persona_id === null;
        const inTavus = bot.account.personas.filter(({ document }) => document.persona_name === stage.name);
        if (wasUnlinked) expect(inTavus.length, where).toBe(1);
        if (wasUnlinked) expect(bot.direct.sent, where).toEqual([]);
        bot.direct.sent.length = 0;
      }
    },
    120_000,
  );

  test("one that is deleted before it is unlinked is told to be deleted", async () => {
    const { bot, plain, elsewhere, interruptAfter, wasInterrupted } = await openStage(open);
    for (let place = 1; ; place += 1) {
      const stage = { bot, admin: bot.person("u1", "admin"), name: `Ada ${place}` };
      const { id } = await made(stage);
      await bot.toldBatch.flush();
      const answering = recordAnswering();
      let before: FlatRow | undefined;
      interruptAfter(place, async () => {
        before = await rowOf(plain, stage.name);
        await elsewhere.remove(workspace, id, { tavus: "kept", emptied: {}, userId: "u2" });
      });

      await press(stage.admin, "unlink-yes", id)(answering);
      if (!wasInterrupted()) return expect(place).toBeGreaterThan(2);

      const where = `after statement ${place}: ${saidBy(answering)}`;
      if (before?.tavus_persona_id) expect(saidBy(answering), where).toMatch(/deleted|not here any more/);
    }
  }, 60_000);

  test("one that is linked to another while it is deleted in Tavus too keeps that one, and that is told", async () => {
    const { bot, plain, interruptAfter, wasInterrupted } = await openStage(open);
    const links = createLinkStore(plain, personaKind, { makeRoom: async () => false });
    const titles = new Set<string>();
    for (let place = 1; ; place += 1) {
      const stage = { bot, admin: bot.person("u1", "admin"), name: `Ada ${place}` };
      const { id } = await made(stage);
      const other = bot.account.addPersona({ name: "Other" }).id;
      const answering = recordAnswering();
      interruptAfter(place, async () => {
        const link = await links.find({ tenantId: workspace, id });
        if (!link || link.isGone || !(await links.unlink(link))) return;
        await links.linked(link, { remoteId: other, pushedRevision: 1, isFound: true });
      });

      await press(stage.admin, "delete-both", id)(answering);
      if (!wasInterrupted()) break;
      await sweep(bot);

      const row = (await readFlat(plain)).find((one) => one.id === id);
      const wasRelinked = row?.tavus_persona_id === other;
      if (!wasRelinked) continue;
      const isThere = bot.account.persona(other) !== undefined;
      const where = `after statement ${place}: ${saidBy(answering)}`;
      // Linked before any of it began, the other one is what was to be deleted.
      expect([row?.deleted_at === null, isThere], where).toEqual(isThere ? [true, true] : [false, false]);
      titles.add(answerIn(answering).title.replace(stage.name, "Ada"));
      if (isThere) expect(saidBy(answering), where).toContain(`was linked to ${other} at this moment`);
    }
    expect(titles.size).toBe(2);
  }, 120_000);

  test.each([
    "had shown",
    "had not shown yet",
  ])("one that Tavus %s, and whose deletion is taken back while Tavus carries it out, is made again, and nobody hears that it is gone", async (shown) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("u1", "admin");
    const show =
      shown === "had shown" ? () => {} : bot.standIn.setFault("serverErrors", { operation: "get persona" });
    const { id, tavus_persona_id: before } = await made({ bot, admin, name: "Ada" });
    show();
    await bot.worker.stop(5000);
    bot.standIn.setFault("serverErrors", { operation: "delete persona", times: 1 });
    const deleted = recordAnswering();
    await press(admin, "delete-both", id)(deleted);
    const undo = buttonIn(answerIn(deleted), "Undo");
    bot.skip(60_000);
    const undone = recordAnswering();
    const presses: Promise<unknown>[] = [];
    bot.standIn.onEvent(({ kind, request }) => {
      if (kind !== "request" || request.operation !== "delete persona" || presses.length > 0) return;
      bot.standIn.setFault({ delayMs: 700, workFirst: true }, { operation: "delete persona", times: 1 });
      presses.push(admin.press(undo, { answering: undone }));
    });

    await bot.kind.removeRemembered();
    bot.worker.start();
    await Promise.all(presses);
    await expect
      .poll(async () => (await readFlat(bot.database))[0])
      .toMatchObject({
        link: "linked",
        deleted_at: null,
        tavus_persona_id: expect.not.stringContaining(before ?? "none"),
      });
    const [row] = await readFlat(bot.database);
    expect(bot.account.personas.map((one) => one.id)).toEqual([row?.tavus_persona_id]);
    expect(bot.direct.sent.map(({ reply }) => reply.title).join()).not.toContain("is gone in Tavus");
  });
});
