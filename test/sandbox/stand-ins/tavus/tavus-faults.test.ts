import { expect, test } from "vitest";
import { startStandIn } from "./tavus-setup.ts";

const minimal = { persona_name: "Ada", system_prompt: "Be Ada." };
const create = { method: "POST", body: minimal };

test("a named fault lasts until it is cleared", async () => {
  const { ask, standIn } = await startStandIn();

  const clear = standIn.setFault("outOfCredits");
  const refused = { status: 402, body: { message: "The user is out of conversational credits." } };
  expect(await ask("/v2/personas", create)).toEqual(refused);
  expect(await ask("/v2/personas", create)).toEqual(refused);
  clear();

  expect((await ask("/v2/personas", create)).status).toBe(200);
});

test("a fault can be for one operation, one account and so many times", async () => {
  const { ask, standIn } = await startStandIn({ accounts: [{ keys: ["one", "uno"] }, { keys: ["two"] }] });
  standIn.setFault("serverErrors", { operation: "create persona", key: "uno", times: 1 });

  expect((await ask("/v2/personas", { key: "one" })).status).toBe(200);
  expect((await ask("/v2/personas", { ...create, key: "two" })).status).toBe(200);
  expect((await ask("/v2/personas", { ...create, key: "one" })).status).toBe(503);
  expect((await ask("/v2/personas", { ...create, key: "one" })).status).toBe(200);
});

test("of several faults the last one set strikes, then the one before", async () => {
  const { ask, standIn } = await startStandIn();
  standIn.setFault({ status: 418, body: {} });
  standIn.setFault("invalidKey", { times: 1 });

  expect((await ask("/v2/personas")).status).toBe(401);
  expect((await ask("/v2/personas")).status).toBe(418);
  standIn.clearFaults();
  expect((await ask("/v2/personas")).status).toBe(200);
});

test("an answer can be lost after the work is done", async () => {
  const { ask, standIn, account } = await startStandIn();
  standIn.setFault({ status: 504, body: { message: "Gateway Timeout" }, workFirst: true });

  expect((await ask("/v2/personas", create)).status).toBe(504);
  expect(account.personas).toHaveLength(1);
});

test("the work is done although the caller gave up waiting", async () => {
  const { standIn, account } = await startStandIn();
  standIn.setFault({ delayMs: 200 });
  const added = new Promise<void>((resolve) => void account.onChange(() => resolve()));

  const call = fetch(`${standIn.url}/v2/personas`, {
    method: "POST",
    headers: { "x-api-key": "sandbox-tavus-key", "content-type": "application/json" },
    body: JSON.stringify(minimal),
    signal: AbortSignal.timeout(50),
  });

  await expect(call).rejects.toThrow();
  await added;
  expect(account.personas).toHaveLength(1);
});

test("offline it refuses connections, and comes back at the same address with what it held", async () => {
  const { ask, standIn, account } = await startStandIn();
  const { id } = account.addPersona();
  const url = standIn.url;

  await standIn.goOffline();
  await expect(ask("/v2/personas")).rejects.toThrow();
  await standIn.goOnline();

  expect(standIn.url).toBe(url);
  expect((await ask(`/v2/personas/${id}`)).status).toBe(200);
});

test.each(["hang", "slow"] as const)("closing ends a request held up by %s", async (fault) => {
  const { ask, standIn } = await startStandIn();
  standIn.setFault(fault);

  const call = ask("/v2/personas").then(
    () => "answered",
    () => "cut",
  );
  while (standIn.requests.length === 0) await new Promise((resolve) => void setTimeout(resolve, 5));
  await standIn.close();

  expect(await call).toBe("cut");
});
