import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { makeEmptyDatabase, makeFolder } from "../../support/databases.ts";

/** The server of the tests offers no TLS. */
async function open(parameters: string): Promise<void> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const database = await connectDatabase({ kind: "postgres", url: `${location.url}?${parameters}` });
  onTestFinished(() => database.close());
}

test.each([
  "sslmode=disable",
  "sslmode=prefer",
  "sslmode=allow",
  "ssl=0",
  "",
])("a server without TLS is used with “%s”", (parameters) =>
  expect(open(parameters)).resolves.toBeUndefined());

test.each([
  "sslmode=require",
  "sslmode=verify-ca",
  "sslmode=verify-full",
  "sslmode=verify-full&sslrootcert=system",
  "sslmode=no-verify",
  "ssl=true",
])("a server without TLS is refused with “%s”", (parameters) =>
  expect(open(parameters)).rejects.toThrow(/offers no TLS, which sslmode in DATABASE_URL asks for/));

test("an authority's file that is not there is named as what it is, whatever the mode", async () => {
  const missing = join(makeFolder(), "ca.pem");

  for (const mode of ["prefer", "require", "verify-full"])
    await expect(open(`sslmode=${mode}&sslrootcert=${missing}`)).rejects.toThrow(
      /sslrootcert.*cannot be read/,
    );
  writeFileSync(missing, "");
  await expect(open(`sslmode=verify-full&sslrootcert=${missing}`)).rejects.toThrow("offers no TLS");
});
