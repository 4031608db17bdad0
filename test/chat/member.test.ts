import { expect, test } from "vitest";
import { readTenantId, tenantIdOf } from "../../src/chat/member.ts";

test.each([
  ["discord", "1300000000000000001"],
  ["slack", "T0TEAM"],
] as const)("the id of a tenant on %s is read as it was written", (platform, id) => {
  expect(readTenantId(tenantIdOf(platform, id))).toEqual({ platform, id });
});

test.each([
  [""],
  ["discord"],
  ["teams:1"],
  ["discordant:1"],
  ["Slack:T1"],
  [":slack:T1"],
])("%j is nobody's id", (tenantId) => {
  expect(readTenantId(tenantId)).toBeUndefined();
});
