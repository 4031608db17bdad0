import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createPostgresRowWatch } from "../../../../sandbox/page/rows/postgres-row-watch.ts";
import { makeEmptyDatabase } from "../../../support/databases.ts";
import { untilTrue } from "../../../support/until-true.ts";

const tables = `
  CREATE TABLE links (
    tenant_id TEXT, subject_kind TEXT, subject_id TEXT, state TEXT, remote_id TEXT, attempt INTEGER, failure_kind TEXT,
    revision INTEGER
  );
  CREATE TABLE personas (tenant_id TEXT, id TEXT, name TEXT);
  CREATE TABLE videos (tenant_id TEXT, id TEXT, name TEXT, phase TEXT, post_state TEXT);
  CREATE TABLE conversations (tenant_id TEXT, id TEXT, persona_name TEXT, joined_at TEXT, ended_at TEXT, end_reason TEXT);
`;

/** Persona, call or video with its link, in one transaction. */
function create(table: string, kind: string, values: string): string {
  return `BEGIN; INSERT INTO ${table} VALUES ('team', 'it', ${values});
    INSERT INTO links VALUES ('team', '${kind}', 'it', 'pending', NULL, 0, NULL, 1);
    UPDATE links SET attempt = 1 WHERE subject_id = 'it'; COMMIT;`;
}

const kinds = [
  { kind: "persona", made: create("personas", "persona", "'Cleo'") },
  { kind: "conversation", made: create("conversations", "conversation", "'Cleo', NULL, NULL, NULL") },
  { kind: "video", made: create("videos", "video", "'Cleo', 'queued', NULL") },
];

async function watchRows(before = "") {
  const location = await makeEmptyDatabase("postgres");
  const url = location.kind === "postgres" ? location.url : "";
  const connect = async (name: string) => {
    const client = new pg.Client({ connectionString: url, application_name: name });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  };
  const [one, two] = [await connect("bot 1"), await connect("bot 2")];
  await one.query(tables + before);
  let news = 0;
  const rows = createPostgresRowWatch(url, () => {
    news += 1;
  });
  await rows.open();
  onTestFinished(async () => rows.close());
  const look = async () => {
    await untilTrue(() => news > 0, { what: "news" });
    news = 0;
    return rows.look();
  };
  return { one, two, rows, look };
}

test.each(kinds)("a $kind is told of once it is committed, as it then is, with who wrote it", async ({
  kind,
  made,
}) => {
  const { one, two, look } = await watchRows();
  const beganMs = Date.now();

  await one.query(made);
  const [change, ...others] = await look();
  await two.query("UPDATE links SET state = 'linked', remote_id = 't1'");
  const after = await look();

  expect(change).toMatchObject({
    kind,
    before: undefined,
    process: "bot 1",
    row: { attempt: 1, name: "Cleo" },
  });
  expect(change?.writtenAtMs).toBeGreaterThanOrEqual(beganMs - 1000);
  expect(others).toEqual([]);
  expect(after).toMatchObject([{ kind, process: "bot 2", before: change?.row, row: { tavus_id: "t1" } }]);
});

test("what was there before is known, and a write that changes nothing is no news", async () => {
  const { one, rows, look } = await watchRows(kinds[0]?.made);
  expect(rows.look()).toMatchObject([{ kind: "persona", before: undefined }]);

  await one.query("UPDATE links SET remote_id = 'p1'");
  await look();
  await one.query("UPDATE links SET remote_id = 'p1'");

  expect(await look()).toEqual([]);
  expect(rows.linked()).toEqual(new Map([["p1", "it"]]));
});

test("no write fails for being long, and what is deleted is linked to nothing", async () => {
  const { one, rows, look } = await watchRows(kinds[0]?.made);
  await one.query("UPDATE links SET remote_id = 'p1'; UPDATE personas SET name = repeat('ü', 9000)");
  await look();

  await one.query("DELETE FROM personas");
  await look();

  expect(rows.linked()).toEqual(new Map());
});
