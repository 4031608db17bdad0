import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createOwedAtAll } from "../../../src/database/owed-at-all.ts";
import { createDraftStore } from "../../../src/database/team/draft-store.ts";
import { createOwedStore } from "../../../src/database/team/owed-store.ts";
import { createUsageStore, reserveWithin, settleWithin } from "../../../src/database/team/usage-store.ts";
import { asWork } from "../../../src/work.ts";
import { lockFile } from "../../support/lock-file.ts";
import { aStoredPersona } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { storeRows } from "../../support/personas/stored-personas.ts";

const teams = ["discord:1", "slack:T1"];
const people = ["u1", "u2"];
const beganMs = Date.UTC(2026, 0, 1);

/** What is remembered beside the database, and the same asked of the database each time; `elsewhere` is another process's. */
async function openBoth() {
  let nowMs = beganMs;
  const folder = await mkdtemp(join(tmpdir(), "personaforge-remembered-"));
  const place = { kind: "sqlite", file: join(folder, "bot.db") } as const;
  const database = await connectDatabase(place, { clock: () => nowMs });
  await migrateToLatest(database);
  const elsewhere = await connectDatabase(place, { clock: () => nowMs });
  const { rows, ...asked } = database;
  expect(rows).toBeDefined();
  return {
    ...{ database, elsewhere, asked: asked satisfies Database, now: () => nowMs },
    pass(ms: number) {
      nowMs += ms;
    },
    async close() {
      await Promise.all([database.close(), elsewhere.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

type Step = { of: number; team: string; person: string; form: string; ms: number; isElsewhere: boolean };

const aStep = fc.record({
  of: fc.nat(1000),
  team: fc.constantFrom(...teams),
  person: fc.constantFrom(...people),
  form: fc.constantFrom("f1", "f2", "f3"),
  ms: fc.constantFrom(0, 1, 1000),
  isElsewhere: fc.nat(4).map((nat) => nat === 0),
});
const walks = fc.array(aStep, { minLength: 10, maxLength: 40 });

/** Whatever may make somebody owed, or take that back, by whichever store. */
function owing(database: Database) {
  const owed = createOwedStore(database);
  const links = linksOfPersonas(database);
  const forgotten = createForgottenTeams(database);
  const personaOf = ({ team, person }: Step) => ({ tenantId: team, id: `per_${person}` });
  const warn = ({ team, person }: Step, state: string) =>
    database.kysely
      .insertInto("warnings")
      .values({
        ...{ tenant_id: team, incident: `${team} ${person}`, topic: person, cause: "unavailable" },
        ...{ post_state: state, user_id: person, personas: "[]", count: 1, first_at: "", last_at: "" },
      } as never)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return [
    ({ team, person, form }: Step) =>
      owed.oweOnReturn({ tenantId: team, deliveryId: form, userId: person, replyJson: "{}" }),
    ({ team, person, form }: Step) =>
      owed.owe({ tenantId: team, deliveryId: form, userId: person, replyJson: "{}" }, 1000),
    ({ team, form }: Step) => owed.settle({ tenantId: team, deliveryId: form }),
    (step: Step) =>
      storeRows(database, [
        aStoredPersona({
          ...{ tenant_id: step.team, id: `per_${step.person}`, created_by: step.person, told_at: null },
          form_id: `${step.team} ${step.person}`,
        }),
      ]).catch(() => undefined),
    (step: Step) => links.tellOnReturn(personaOf(step)),
    (step: Step) => links.oweAgain(personaOf(step)),
    (step: Step) => links.allTold([{ key: personaOf(step) }]),
    (step: Step) => warn(step, "new").catch(() => undefined),
    ({ team, person }: Step) =>
      database.kysely
        .updateTable("warnings")
        .set({ post_state: "owed", user_id: person })
        .where("tenant_id", "=", team)
        .execute(),
    ({ team }: Step) => forgotten.forget(team),
  ];
}

test("that nobody is owed anything is remembered no longer than it is so", async () => {
  await fc.assert(
    fc.asyncProperty(walks, async (steps) => {
      const { database, elsewhere, asked, now, pass, close } = await openBoth();
      const remembered = createOwedAtAll(database);
      const plain = createOwedAtAll(asked);
      const [here, there] = [owing(database), owing(elsewhere)];
      const works = [now()];

      for (const step of steps) {
        const doings = step.isElsewhere ? there : here;
        await doings[step.of % doings.length]?.(step);
        for (const team of teams) {
          for (const person of people) {
            // Work that began a while ago may ask after work that began later.
            for (const began of [now(), ...works]) {
              const answers = () => Promise.all([remembered(team, person), plain(team, person)]);
              const [known, is] = await asWork(began, answers);
              expect(known).toEqual(is);
            }
          }
        }
        pass(step.ms);
        if (step.of % 3 === 0) works.splice(0, works.length, now());
      }
      await close();
    }),
    { numRuns: 25 },
  );
});

test("a draft that is remembered is the one that lies in the database, and none that does not", async () => {
  await fc.assert(
    fc.asyncProperty(walks, async (steps) => {
      const { database, elsewhere, asked, now, pass, close } = await openBoth();
      const remembered = createDraftStore(database);
      const others = createDraftStore(elsewhere);
      const plain = createDraftStore(asked);
      const forgotten = createForgottenTeams(database);
      const save = (on: typeof plain, { team, person, form, of, ms }: Step) => {
        const values = { text: "x".repeat(of % 5 === 0 ? 30_000 : ms) };
        return on.save(team, { formId: form, userId: person, command: "persona-create", values });
      };
      const doings = [
        (step: Step) => save(remembered, step),
        (step: Step) => save(remembered, step),
        // By another store, as by another statement that somebody adds.
        (step: Step) => save(plain, step),
        (step: Step) => save(others, step),
        ({ team, form, isElsewhere }: Step) => (isElsewhere ? others : remembered).remove(team, form),
        ({ ms }: Step) => remembered.purgeOlderThan(now() - ms, 2),
        ({ team }: Step) => forgotten.forget(team),
        (step: Step) =>
          database.kysely
            .transaction()
            .execute(async (transaction) => {
              await save(createDraftStore({ ...asked, kysely: transaction }), step);
              throw new Error("taken back");
            })
            .catch(() => undefined),
      ];

      for (const step of steps) {
        await doings[step.of % doings.length]?.(step);
        pass(step.ms);
        for (const team of teams) {
          for (const form of ["f1", "f2", "f3"])
            expect(await remembered.find(team, form)).toEqual(await plain.find(team, form));
        }
      }
      await close();
    }),
    { numRuns: 25 },
  );
});

test("a check of the file that is refused hides nothing that somebody else has written", async () => {
  const { database, elsewhere, close } = await openBoth();
  const [remembered, others] = [createDraftStore(database), createDraftStore(elsewhere)];
  const draft = { formId: "f1", userId: "u1", command: "persona-create", values: { text: "ours" } };
  // From its first question on a write shows.
  await remembered.save("discord:1", draft);
  await remembered.find("discord:1", "f1");
  await remembered.save("discord:1", draft);
  expect(await remembered.find("discord:1", "f1")).toMatchObject({ values: draft.values });

  await others.save("discord:1", { ...draft, values: { text: "theirs" } });
  const locker = await lockFile(database.place);
  const checking = database.checkWrite();
  await sleep(50);
  locker.exec("rollback");
  locker.close();

  expect(await checking).toEqual({ ok: true });
  expect(await remembered.find("discord:1", "f1")).toMatchObject({ values: { text: "theirs" } });
  await close();
});

test("what is remembered of a day's limit is what was used of it", async () => {
  await fc.assert(
    fc.asyncProperty(walks, async (steps) => {
      const { database, elsewhere, asked, now, pass, close } = await openBoth();
      const remembered = createUsageStore(database);
      const plain = createUsageStore(asked);
      const limit = { team: 400, member: 300 };
      const usedBy = async (team: string, person: string) =>
        (await plain.usedToday(team, person)).get("creates") ?? { team: 0, member: 0 };
      const reservation = ({ of, person, form, ms }: Step) => {
        const amount = 20 + (of % 60);
        return { userId: person, kind: "creates", id: `${form} ${of % 7} ${ms}`, amount, limit };
      };
      const doings = [
        async (step: Step) => {
          const wanted = reservation(step);
          const before = await usedBy(step.team, step.person);
          const { isReserved, used } = await remembered.reserve(step.team, wanted);
          const after = await usedBy(step.team, step.person);
          expect(used).toEqual(after);
          const isNew = after.team > before.team;
          expect(isNew ? before.team + wanted.amount : before.team).toBe(after.team);
          const fits =
            before.team + wanted.amount <= limit.team && before.member + wanted.amount <= limit.member;
          expect(isReserved).toBe(isNew ? fits : isReserved);
          if (!isReserved) expect(fits).toBe(false);
        },
        (step: Step) => createUsageStore(elsewhere).reserve(step.team, reservation(step)),
        (step: Step) => plain.reserve(step.team, reservation(step)),
        (step: Step) => remembered.giveBack(step.team, "creates", reservation(step).id),
        (step: Step) => {
          const { id } = reservation(step);
          return settleWithin(database.kysely, { tenantId: step.team, kind: "creates", id, amount: step.ms });
        },
        ({ team }: Step) => createForgottenTeams(database).forget(team),
        (step: Step) =>
          database.kysely
            .transaction()
            .execute(async (transaction) => {
              const within = { ...database, kysely: transaction };
              await reserveWithin(transaction, {
                database: within,
                tenantId: step.team,
                reservation: reservation(step),
              });
              throw new Error("taken back");
            })
            .catch(() => undefined),
      ];

      for (const step of steps) {
        // Mostly reservations, so that much is used.
        const place = step.of % 3 === 0 ? step.of % doings.length : 0;
        await asWork(now(), async () => doings[place]?.(step));
        pass(step.ms === 1000 && step.of % 11 === 0 ? 86_400_000 : 1);
      }
      await close();
    }),
    { numRuns: 40 },
  );
});
