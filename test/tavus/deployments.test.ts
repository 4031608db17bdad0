import { expect, test } from "vitest";
import { errorOf, key, startTavus } from "./setup.ts";

const page = {
  tavusPersonaId: "pdced222244b",
  name: "Coach",
  password: "abcd-efgh-jkmn-pqrs",
  maxSeconds: 300,
};

test.each([
  ["in an error", { status: 400, body: { error: `The password ${page.password} is too simple.` } }],
  ["in a page", { status: 502, body: `<title>${page.password}</title>` }],
  [
    "in an error with the status of a success",
    { status: 200, body: { error: `Not ${page.password}, please.` } },
  ],
])("a password that Tavus repeats %s is in nobody's words", async (_where, fault) => {
  const { client, standIn } = await startTavus({});
  standIn.setFault(fault, { operation: "create deployment" });

  const error = await errorOf(client.deployments.create(key, page));

  const told = [error.message, error.words, error.gist, error.stack, JSON.stringify(error)].join();
  expect(told).not.toContain(page.password);
});

test("a page is made, read, and ended in whichever way Tavus takes", async () => {
  const { client, standIn, account } = await startTavus({});
  const [first, second] = [
    await client.deployments.create(key, page),
    await client.deployments.create(key, page),
  ];
  expect(await client.deployments.get(key, first.id)).toMatchObject({ hasPassword: true, callsUsed: 0 });

  expect(await client.deployments.close(key, first.id)).toBe("deleted");
  standIn.behaviour.deploymentsCanBeDeleted = false;
  expect(await client.deployments.close(key, second.id)).toBe("switchedOff");

  expect(account.deployments.open).toEqual([]);
});
