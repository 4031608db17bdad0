import { expect, test } from "vitest";
import { aSandboxFolder, cast, readMessages, startPage, startTimeout, visit } from "../page-visitor.ts";

test("over HTTP no process holds a shard, and one that is killed is missed by nobody", {
  timeout: 2 * startTimeout,
}, async () => {
  const page = await startPage(await aSandboxFolder(), "http");
  const visitor = await visit(page);
  const processes = () => visitor.picture().fleet?.processes ?? [];
  await visitor.sees(
    "all of them in turn",
    ({ fleet }) => fleet?.processes.every((each) => each.isInTurn) ?? false,
  );
  const place = { userId: cast.alice, channelId: cast.general };
  const options = { template: "coach" };
  await visitor.act({ kind: "discord.command", ...place, name: "persona-create", options });
  const interactionId = visitor.picture().discord.modals[0]?.interactionId ?? "";
  const opener = processes().find(({ name }) =>
    visitor.picture().steps.some(({ process }) => process === name),
  );

  await visitor.act({ kind: "fleet.kill", name: opener?.name ?? "" });
  await visitor.act({ kind: "discord.submit", interactionId, values: { name: "Cleo" } });
  await visitor.sees("an answer", ({ discord }) =>
    readMessages(discord.messages).includes("“Cleo” is ready"),
  );

  const { steps } = visitor.picture();
  const named = steps.flatMap(({ process }) => process ?? []);
  expect(processes().flatMap(({ shards }) => shards)).toEqual([]);
  expect(steps.slice(0, 3).map(({ from, to }) => `${from} ${to}`)).toEqual([
    "person Discord",
    "Discord balancer",
    "balancer bot",
  ]);
  expect(new Set(named).size).toBe(1);
  expect(named).not.toContain(opener?.name);
  expect(page.sandbox.world.discord.problems).toEqual([]);
});
