import { expect, test } from "vitest";
import { type Role, refusalFor } from "../../src/tenants/roles.ts";

const allowed = undefined;
const onlyAdmins = expect.stringContaining("Only people who manage this server or workspace");
const onlyManagers = expect.stringContaining("persona managers");

test.each([
  ["member", "member", true, allowed],
  ["member", "author", true, onlyManagers],
  ["manager", "author", true, allowed],
  ["admin", "author", true, allowed],
  ["member", "manager", true, onlyManagers],
  ["manager", "manager", true, allowed],
  ["admin", "manager", true, allowed],
  ["member", "admin", true, onlyAdmins],
  ["manager", "admin", true, onlyAdmins],
  ["admin", "admin", true, allowed],
  ["member", "author", false, allowed],
  ["member", "manager", false, onlyAdmins],
  ["admin", "manager", false, allowed],
  ["member", "admin", false, onlyAdmins],
] as const)("a %s asks for what is for %s (managers named: %s)", async (role, access, hasManagers, answer) => {
  expect(await refusalFor(async () => role, access, { hasManagers })).toEqual(answer);
});

test.each([
  ["member", true],
  ["author", false],
] as const)("the role is not asked for where it cannot matter: %s", async (access, hasManagers) => {
  const role = async (): Promise<Role> => {
    throw new Error("asked");
  };

  expect(await refusalFor(role, access, { hasManagers })).toBeUndefined();
});
