import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { RecordedRequest } from "../../../sandbox/stand-ins/tavus/exchange.ts";
import { offers, platforms, reads } from "../../support/black-box/black-box-chat.ts";
import { type Fleet, startFleet } from "../../support/fleet-in-process.ts";

const troubles = ({ members }: Fleet) =>
  members.flatMap(({ lines }) => lines.filter((line) => /"level":"?(warn|error|40|50)/.test(line)));

test("of three processes on the same tokens one answers each interaction, and nobody hears of the others", async () => {
  const fleet = await startFleet(3);
  const { world, admin } = fleet;

  for (const platform of platforms) {
    const people = [1, 2, 3].map(() => admin(platform));
    await Promise.all(
      people.map(async (chat, index) => {
        const form = await chat.openForm({ kind: "creator" });
        await form.submit({ name: `${platform} ${index}`, prompt: "You help." });
        await reads(chat, `“${platform} ${index}” is ready`);
        await chat.run("persona-list");
        await reads(chat, "Personas");
      }),
    );
  }

  expect(world.tavus.account().personas).toHaveLength(6);
  expect(world.discord.problems).toEqual([]);
  expect(troubles(fleet)).toEqual([]);
});

test("of a sync that three processes have got one runs, and its person reads what it did and nothing else", async () => {
  const fleet = await startFleet(3);
  const chat = fleet.admin("Discord");

  await chat.run("persona-sync");
  await reads(chat, "In step");

  expect(
    chat
      .messages()
      .map(({ text }) => text)
      .join("\n"),
  ).not.toMatch(/running already/);
  expect(troubles(fleet)).toEqual([]);
});

test("a team has two requests to make something at Tavus at once, however many processes send them", async () => {
  const { world, admin } = await startFleet(3);
  world.tavus.setFault({ delayMs: 300 }, { operation: "create persona" });
  const underWay = new Set<RecordedRequest>();
  let most = 0;
  world.tavus.onEvent(({ kind, request }) => {
    if (request.operation !== "create persona") return;
    if (kind === "request") underWay.add(request);
    else underWay.delete(request);
    most = Math.max(most, underWay.size);
  });

  const people = Array.from({ length: 8 }, () => admin("Slack"));
  await Promise.all(
    people.map(async (chat, index) => {
      const form = await chat.openForm();
      await form.submit({ name: `Ada ${index}`, prompt: "You help." });
      await reads(chat, `“Ada ${index}” is ready`);
    }),
  );

  expect(most).toBe(2);
  expect(world.tavus.account().personas).toHaveLength(8);
});

test("after Retry each person is told once how it ended, whichever process made it", async () => {
  const { world, admin } = await startFleet(3);
  const refuses = world.tavus.setFault("rejected", { operation: "create persona" });
  const people = platforms.flatMap((platform) => [1, 2, 3, 4].map(() => admin(platform)));
  await Promise.all(
    people.map(async (chat, person) => {
      const form = await chat.openForm(chat.platform === "Discord" ? { kind: "creator" } : undefined);
      await form.submit({ name: `Ada ${person}`, prompt: "You help." });
      await offers(chat, "Retry");
    }),
  );
  refuses();

  await Promise.all(
    people.map(async (chat, person) => {
      await (await offers(chat, "Retry")).press("Retry");
      await reads(chat, `“Ada ${person}” is ready`);
    }),
  );
  // Longer than whoever settles one waits for somebody who watches it.
  await sleep(1500);

  const said = people.map((chat) => chat.messages().filter(({ text }) => text.includes("is ready")).length);
  expect(said).toEqual(people.map(() => 1));
});
