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

const created = { deployment_id: "d1", name: "Coach" };

test.each<[member: object, read: object]>([
  ...[7, "7", " 7 ", "7.0", 7.0].map((said): [object, object] => [{ usage_total: said }, { callsUsed: 7 }]),
  ...[undefined, null, "", "many", -1, "-1", 1.5, { calls: 7 }, [7], true].map((said): [object, object] => [
    { usage_total: said },
    { callsUsed: undefined },
  ]),
  ...[false, "false", "False", 0, "0"].map((said): [object, object] => [
    { has_password: said },
    { hasPassword: false },
  ]),
  ...[true, "true", 1].map((said): [object, object] => [{ has_password: said }, { hasPassword: true }]),
  ...[undefined, null, "", "perhaps", {}].map((said): [object, object] => [
    { has_password: said },
    { hasPassword: undefined },
  ]),
  ...["inactive", "INACTIVE", " Inactive ", "disabled", "archived"].map((said): [object, object] => [
    { status: said },
    { isOff: true },
  ]),
  ...["active", "draft", undefined, null, 5].map((said): [object, object] => [
    { status: said },
    { isOff: false },
  ]),
])("of a page that Tavus calls %j is read %j", async (member, read) => {
  const { client, standIn } = await startTavus({});
  standIn.setFault({ status: 200, body: { ...created, ...member } });

  expect(await client.deployments.get(key, "d1")).toMatchObject(read);
});

test("a page that was made is known by its id, whatever is said beside it", async () => {
  const { client, standIn } = await startTavus({});
  standIn.setFault({ status: 201, body: { ...created, has_password: true, message: "Deployment created" } });

  expect(await client.deployments.create(key, page)).toMatchObject({ id: "d1", hasPassword: true });
});
