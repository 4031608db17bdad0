import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import type { WorkKind } from "../../../src/database/opening/wakes.ts";
import { createNotifications } from "../../../src/database/postgres/notifications.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { startPostgresProxy } from "../../support/postgres-proxy.ts";
import { untilTrue } from "../../support/until-true.ts";

/** A database behind a firewall that may forget its connections and tell neither end. */
async function openBehindFirewall() {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const proxy = await startPostgresProxy(location.url);
  const database = await connectDatabase({ kind: "postgres", url: proxy.url });
  const { kysely } = await connectDatabase(location);
  onTestFinished(() => kysely.destroy());
  const listeners = sql<{ count: number }>`select count(*) as count from pg_stat_activity
    where query = 'listen personaforge' and datname = current_database()`;
  const untilListening = () =>
    untilTrue(async () => (await listeners.execute(kysely)).rows[0]?.count === 1, { what: "it to listen" });
  return { proxy, database, kysely, untilListening };
}

test("a process whose connections were forgotten by a firewall stops before TCP gives them up", async () => {
  const { proxy, database, untilListening } = await openBehindFirewall();
  database.wakes.listen(() => undefined);
  await untilListening();
  database.wakes.tellOthers("queue");
  proxy.freeze();

  await expect(database.close()).resolves.toBeUndefined();
});

test("who listens on a connection that a firewall has forgotten hears again", async () => {
  const { proxy, database, kysely, untilListening } = await openBehindFirewall();
  onTestFinished(() => database.close());
  const heard: WorkKind[] = [];
  const listening = createNotifications({ kysely, url: proxy.url, name: "near", askMs: 200 });
  const telling = createNotifications({ kysely, url: proxy.url, name: "far" });
  onTestFinished(async () => void (await Promise.all([listening.close(), telling.close()])));
  listening.listen((kind) => void heard.push(kind));
  await untilListening();

  proxy.freeze();

  await untilTrue(
    () => {
      telling.tellOthers("queue");
      return heard.includes("queue");
    },
    { what: "it to hear" },
  );
});
