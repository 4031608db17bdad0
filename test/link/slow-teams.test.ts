import { expect, onTestFinished, test } from "vitest";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import type { LinkKind } from "../../src/link/kind.ts";
import { createWorker } from "../../src/link/worker.ts";
import { buildTools } from "../../src/main/build-personas.ts";
import { createTenantKeys } from "../../src/tenants/keys.ts";
import { openSqlite } from "../support/databases.ts";
import { harnessKey, openHarness, prepareBot } from "../support/harness/harness.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import { storeRows } from "../support/personas/stored-personas.ts";
import { untilTrue } from "../support/until-true.ts";

test("twenty teams with an old backlog, for whom Tavus is slow, keep no other team waiting", async () => {
  const harness = await openHarness(openSqlite);
  const teams = Array.from({ length: 20 }, (_, number) => `slack:T${number}`);
  const backlog = [...teams, ...teams, ...teams].map((tenant_id) => aStoredPersona({ tenant_id }));
  const at = new Date(harness.now()).toISOString();
  await storeRows(harness.database, [
    ...backlog,
    aStoredPersona({ tenant_id: "slack:Tnew", next_attempt_at: at }),
  ]);
  const { die: _, ...prepared } = prepareBot({ ...harness, key: harnessKey });
  const keys = createTenantKeys({
    operatorKey: harnessKey,
    operatorTenants: [...teams, "slack:Tnew"],
    onlyGuild: { find: async () => undefined, keep: async (tenantId) => tenantId },
  });
  const tools = buildTools({ ...prepared, keys, news: harness.news }, [personaKind], () => worker.wake());
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const sent: string[] = [];
  const worker = createWorker(tools, [
    sendingBy((tenantId) => {
      sent.push(tenantId);
      return answered;
    }),
  ]);
  onTestFinished(async () => {
    answer();
    await worker.stop(2000);
    prepared.tavus.close();
  });

  worker.start();
  await untilTrue(() => {
    worker.wake();
    return sent.includes("slack:Tnew");
  });

  expect(new Set(sent)).toEqual(new Set([...teams, "slack:Tnew"]));
});

function sendingBy(send: (tenantId: string) => Promise<void>): LinkKind {
  const nothing = async () => {};
  return {
    kind: personaKind,
    send: ({ tenantId }) => send(tenantId),
    settle: nothing,
    findLost: async () => false,
    removeSurplus: nothing,
    removeRemembered: nothing,
    removeLeftovers: nothing,
    tell: nothing,
  };
}
