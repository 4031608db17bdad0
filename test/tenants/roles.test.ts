import { describe, expect, test } from "vitest";
import { type Role, refusalFor } from "../../src/tenants/roles.ts";

const allowed = undefined;
const onlyAdmins = expect.stringContaining("Only people with Manage Server");
const onlyManagers = expect.stringContaining("persona managers");
const forAll = { talkFor: "members", videoFor: "members" } as const;

test("where an organization's admins alone are known, a workspace's own read why they are none", async () => {
  const organizations = {
    ...forAll,
    hasManagers: false,
    platform: "slack",
    adminsOf: "organization",
  } as const;

  for (const access of ["admin", "manager"] as const)
    expect(await refusalFor(async () => "member", access, organizations)).toBe(
      "Only admins and owners of your whole organization may do this: who is an admin here alone I am not told. Ask one of them.",
    );
});

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
  expect(await refusalFor(async () => role, access, { ...forAll, hasManagers, platform: "discord" })).toEqual(
    answer,
  );
});

describe("what a team gives to everybody or to its managers", () => {
  const rights = ["talk", "video"] as const;
  const roles = ["member", "manager", "admin"] as const;
  const cases = rights.flatMap((right) =>
    roles.flatMap((role) =>
      (["members", "managers"] as const).flatMap((given) =>
        [true, false].map((hasManagers) => ({ right, role, given, hasManagers })),
      ),
    ),
  );

  test.each(
    cases,
  )("a $role asks for $right, given to $given (managers named: $hasManagers)", async (each) => {
    const { right, role, given, hasManagers } = each;
    const other: typeof given = given === "members" ? "managers" : "members";
    const team = right === "talk" ? { talkFor: given, videoFor: other } : { talkFor: other, videoFor: given };

    const sentence = await refusalFor(async () => role, right, { ...team, hasManagers, platform: "discord" });

    const mayAlways = given === "members" || role === "admin";
    const may = mayAlways || (hasManagers && role === "manager");
    expect(sentence === undefined).toBe(may);
    if (!may) {
      expect(sentence).toContain(hasManagers ? "persona managers" : "with Manage Server");
      expect(sentence).toContain(right === "talk" ? "talk to personas" : "have videos made");
    }
  });
});

test.each([
  ["member", true],
  ["talk", true],
  ["video", true],
  ["author", false],
] as const)("the role is not asked for where it cannot matter: %s", async (access, hasManagers) => {
  const role = async (): Promise<Role> => {
    throw new Error("asked");
  };

  expect(await refusalFor(role, access, { ...forAll, hasManagers, platform: "discord" })).toBeUndefined();
});
