import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";
import { askServer } from "../support/postgres.ts";
import { addressOf, makeFilled } from "../upkeep/setup.ts";

/** What a bot says and writes to its log that cannot begin on this database. */
async function begin(url: string, folder = makeFolder()) {
  const environment = { DISCORD_TOKEN: "token", DISCORD_API_URL: "http://127.0.0.1:1", DATABASE_URL: url };
  return runMain([], environment, folder);
}

/** A user who may come in, and read. */
async function asReader(address: string): Promise<string> {
  const url = new URL(address);
  const role = `reader_${randomUUID().replaceAll("-", "")}`;
  const server = inject("postgresServer");
  await askServer(server, `create role ${role} login password 'reader' in role pg_read_all_data`);
  onTestFinished(() => askServer(server, `drop role ${role}`));
  url.username = role;
  url.password = "reader";
  return url.href;
}

test("a bot that may not write to its tables ends with one sentence, however far it came", async () => {
  const url = await asReader(addressOf(await makeFilled("postgres")));

  const { exitCode, errors } = await begin(url);

  expect(exitCode).toBe(1);
  expect(errors).toMatch(/^The database .* does not let this user read and change all of its tables\. Grant/);
  expect(errors.trim().split("\n")).toHaveLength(1);
});

test("a lock that cannot be taken is what is wrong, and not the database", async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, "bot.db.lock"));

  const { exitCode, errors } = await begin("file:bot.db", folder);

  expect([exitCode, errors]).toEqual([
    1,
    expect.stringMatching(
      /^The file \S+bot\.db\.lock, by which one bot keeps others .* cannot be used\. .*\n$/,
    ),
  ]);
});
