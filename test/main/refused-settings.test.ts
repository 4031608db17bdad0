import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";

/** What is asked for, and a setting of which it would have taken the default. */
test.each<[string, Record<string, string>]>([
  ["--backup", { DATABASE_URL: "data/secret.db" }],
  ["--restore kept.db --yes", { DATABASE_URL: "data/secret.db" }],
  ["--migrate", { DATABASE_URL: "data/secret.db" }],
  ["--move file:other.db", { DATABASE_URL: "data/secret.db" }],
  ["--rotate-keys", { ENCRYPTION_KEYS: "secret" }],
  ["--verify-tavus --yes", { TAVUS_API_URL: "secret", TAVUS_API_KEY: "tavus-key" }],
  ["--slack-manifest", { PUBLIC_URL: "secret.example" }],
  ["--slack-manifest", { SLACK_PREVIEW_DOMAINS: "https://secret.example" }],
])("%s goes no other way than was meant where %o is refused", async (line, environment) => {
  const folder = makeFolder();
  const [name = ""] = Object.keys(environment);

  const { exitCode, output, errors } = await runMain(line.split(" "), environment, folder);

  expect([exitCode, output]).toEqual([1, ""]);
  expect(errors).toMatch(new RegExp(`^${name} must .*\\.\n$`));
  expect(errors).not.toContain("secret");
  expect(readdirSync(folder)).toEqual([]);
});
