import { expect, test } from "vitest";
import { readPayload } from "../../../src/discord/read/payload.ts";
import { readInteraction } from "../../../src/discord/read/read.ts";
import { aPayload } from "../samples.ts";

function readMember(member: object) {
  const user = { id: "900000000000000001" };
  const payload = readPayload(
    aPayload(2, { name: "persona-list", type: 1 }, { member: { user, ...member } }),
  );
  const read = payload && readInteraction(payload, [])?.member;
  if (!read) throw new Error("The payload was not read");
  return read;
}

test("what a team may name of a person are their roles in the server, @everyone among them", () => {
  const { guild_id: everyone } = aPayload(2, { name: "persona-list", type: 1 }, {});

  expect(readMember({ roles: ["1300000000000000001"] }).grants).toEqual([everyone, "1300000000000000001"]);
  expect(readMember({}).grants).toEqual([everyone]);
});

test.each([
  ["Manage Server", 0x20n, "admin"],
  ["Administrator", 0x8n, "admin"],
  ["Manage Roles", 0x1000_0000n, "member"],
])("who has %s alone (%i) acts as %s", async (_what, permissions, role) => {
  const member = readMember({ permissions: permissions.toString() });

  expect(await member.role()).toBe(role);
  expect(await member.isGuest()).toBe(false);
});
