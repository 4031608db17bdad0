import { expect, test } from "vitest";
import { listSecrets, readUsableConfig } from "../src/config.ts";
import { explainStartError } from "../src/database/opening/database-errors.ts";

test.each([
  ["postgres://me:pw@db.example/bot", true],
  ["postgresql://me:pw@10.0.0.5:5432/bot", true],
  ["postgres://me:pw@db/bot?application_name=x", true],
  ["postgres://me:pw@db.example/bot?sslmode=verify-full", false],
  ["postgres://me:pw@db.example/bot?sslmode=disable", false],
  ["postgres://me:pw@localhost/bot", false],
  ["postgres://me:pw@127.0.0.1:5433/bot", false],
  ["postgres://me:pw@[::1]/bot", false],
  ["postgres://me:pw@%2Fvar%2Frun%2Fpostgresql/bot", false],
  ["postgres://me:pw@/bot?host=/var/run/postgresql", false],
  ["file:data/bot.db", false],
])("that %s is unencrypted is said: %s", (url, isSaid) => {
  const { notes } = readUsableConfig({ DISCORD_TOKEN: "token", DATABASE_URL: url });

  expect(notes).toEqual(isSaid ? [expect.stringContaining("without sslmode")] : []);
});

test.each([
  ["disable", false],
  ["allow", true],
  ["prefer", true],
  ["require", true],
  ["require&sslrootcert=/ca.pem", false],
  ["verify-ca", false],
  ["verify-full", false],
  ["verify-full&sslrootcert=system", false],
  ["no-verify", true],
])("that sslmode=%s to another machine checks nobody is said: %s", (mode, isSaid) => {
  for (const name of ["DATABASE_URL", "DATABASE_DIRECT_URL"]) {
    const pooled = { DISCORD_TOKEN: "token", DATABASE_URL: "postgres://me@localhost/bot" };
    const { notes } = readUsableConfig({
      ...pooled,
      [name]: `postgres://me:pw@db.example/bot?sslmode=${mode}`,
    });

    expect(notes).toEqual(isSaid ? [expect.stringMatching(`${name} .*without checking who answers`)] : []);
  }
});

test.each([
  ["postgres://me:pw@db.example/bot", "require", "postgres://me:pw@db.example/bot?sslmode=require"],
  ["postgres://me@db.example/bot?a=b", "verify-full", "postgres://me@db.example/bot?a=b&sslmode=verify-full"],
  ["postgres://me@db.example/bot?sslmode=disable", "require", "postgres://me@db.example/bot?sslmode=disable"],
  ["postgres://me@db.example/bot", "nonsense", "postgres://me@db.example/bot"],
])("%s with PGSSLMODE=%s is %s, as for PostgreSQL's own programs", (address, mode, url) => {
  const { config } = readUsableConfig({ DATABASE_URL: address, PGSSLMODE: mode });

  expect(config.database).toEqual({ kind: "postgres", url });
});

test("an address that PGSSLMODE encrypts is not told as one that is not", () => {
  const environment = { DISCORD_TOKEN: "token", DATABASE_URL: "postgres://me:pw@db.example/bot" };

  const { notes } = readUsableConfig({ ...environment, PGSSLMODE: "verify-full" });

  expect(notes).toEqual([]);
});

test.each(["required", "REQUIRE", "", "on"])("sslmode=%s is refused with the words there are", (mode) => {
  const { problems } = readUsableConfig({
    DISCORD_TOKEN: "token",
    DATABASE_URL: `postgres://me@db.example/bot?sslmode=${mode}`,
  });

  expect(problems).toEqual([
    expect.stringMatching(/DATABASE_URL must be .*sslmode.* disable, allow, prefer/),
  ]);
});

test("a password is kept out of the log as it is written and as it is meant, in either address", () => {
  const { config } = readUsableConfig({
    DISCORD_TOKEN: "token",
    DATABASE_URL: "postgres://me:p%40ss@pooler/bot",
    DATABASE_DIRECT_URL: "postgres://me@db/bot?password=hidden",
    DATABASE_POOL_SIZE: "20",
  });

  expect(listSecrets(config)).toEqual(expect.arrayContaining(["p%40ss", "p@ss", "hidden"]));
  expect(config.database).toMatchObject({ poolSize: 20, directUrl: expect.stringContaining("hidden") });
});

test.each<[{ code?: string; message?: string }, RegExp]>([
  [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, /no authority known here.*sslrootcert/],
  [{ code: "SELF_SIGNED_CERT_IN_CHAIN" }, /no authority known here/],
  [{ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }, /no authority known here/],
  [{ code: "CERT_HAS_EXPIRED" }, /expired.*Renew/],
  [{ code: "CERT_NOT_YET_VALID" }, /not valid yet.*clock/],
  [{ code: "ERR_TLS_CERT_ALTNAME_INVALID" }, /another host\. Write the host/],
  [{ message: "The server does not support SSL connections" }, /offers no TLS/],
  [
    { code: "28000", message: 'no pg_hba.conf entry for host "1.2.3.4", user "me", no encryption' },
    /only encrypted/,
  ],
  [{ code: "28P01" }, /refused the login/],
])("%o is explained with its cause and its remedy", (members, words) => {
  const error = Object.assign(new Error(members.message ?? "failed"), members);

  expect(explainStartError(error, { place: "bot on db" }).message).toMatch(words);
});
