import { expect, test } from "vitest";
import type { SendDirect } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { createOwedStore } from "../../src/database/team/owed-store.ts";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { createOwedAnswers } from "../../src/owed/owed-answers.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { createFailingDatabase } from "../support/faults/failing-database.ts";
import { untilTrue } from "../support/until-true.ts";

const interaction = { id: "d1", member: { tenantId: "slack:T1", userId: "U1" } };
const reply: Reply = { tone: "success", title: "Done" };

/** What a direct message comes to, and how many answers are still owed then. */
const ways = {
  taken: { send: async () => true, owed: 0 },
  refused: { send: async () => false, owed: 1 },
  failing: { send: () => Promise.reject(new OutsideError("the platform is away")), owed: 1 },
};

/** Answers that are owed, on a database that can be told to fail. */
async function openOwed(open: OpenDatabase, send: () => Promise<boolean>) {
  const failing = createFailingDatabase();
  const database = await open();
  const store = createOwedStore(failing.of(database));
  const log = createLog({ level: "silent", destination: { write: () => undefined } });
  const owed = createOwedAnswers({ store, sendDirectFor: () => send, wakeOthers() {}, log });
  const rows = () => database.kysely.selectFrom("owed").selectAll().execute();
  const failAt = (after: number, times: number) =>
    failing.set({ how: "full", ofReads: false, isAnswerLost: false, after, times });
  return { owed, rows, failAt, recover: failing.clear };
}

const cases = (["taken", "refused", "failing"] as const).flatMap((way) =>
  [0, 1, 2].flatMap((after) => [1, 3].map((times) => ({ way, after, times }))),
);

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("whichever statements fail, an answer was read or is still owed: $way, $times after $after", async ({
    way,
    after,
    times,
  }) => {
    const { owed, rows, failAt, recover } = await openOwed(open, ways[way].send);

    failAt(after, times);
    await owed.tell(interaction, reply);
    recover();
    await owed.stop(5000);

    expect(await rows()).toHaveLength(ways[way].owed);
  });

  test("what another process has announced is told in the place of that", async () => {
    const database = await open();
    const log = createLog({ level: "silent", destination: { write: () => undefined } });
    const sent: unknown[] = [];
    const send: SendDirect = async (...message) => {
      sent.push(message);
      return true;
    };
    const store = createOwedStore(database, createSecrets([Buffer.alloc(32, 1)]));
    const aProcess = () => createOwedAnswers({ store, sendDirectFor: () => send, wakeOthers() {}, log });
    const [dead, next] = [aProcess(), aProcess()];
    await dead.promise(interaction, { tone: "warning", title: "Interrupted" });
    dead.stands(interaction, "the way there");
    await untilTrue(
      async () =>
        (await database.kysely.selectFrom("owed").selectAll().executeTakeFirst())?.standing_sealed != null,
    );

    next.start();
    await next.promise(interaction, { tone: "warning", title: "Interrupted" });
    await next.tellInPlace(interaction, reply);
    await untilTrue(() => sent.length > 0);
    await next.stop(5000);

    expect(sent).toEqual([["U1", reply, undefined, { inPlace: reply, standsAt: "the way there" }]]);
    expect(await database.kysely.selectFrom("owed").selectAll().execute()).toEqual([]);
  });

  test("what was answered while the database took nothing is not told as broken", async () => {
    const { owed, rows, failAt, recover } = await openOwed(open, ways.taken.send);
    await owed.promise(interaction, reply);

    failAt(0, 1);
    await owed.settle(interaction);
    recover();

    expect(await rows()).toHaveLength(1);
    await owed.stop(5000);
    expect(await rows()).toEqual([]);
  });
});
