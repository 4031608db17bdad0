import { describe, expect } from "vitest";
import type { FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import {
  type Chat,
  type Platform,
  platforms,
  reads,
  type Seen,
  waitFor,
} from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { expectLinkedOnce, readOwedNames } from "../support/black-box/black-box-rows.ts";
import { insideTest, type Run, test } from "../support/black-box/black-box-run.ts";

const timeout = 90_000;
/** A lease, the look behind it, and the message. */
const withinMs = 40_000;

const passing = [
  ["rateLimited", "Tavus asks for a pause", "I try again by myself"],
  ["tooManyConversations", "Too many Tavus conversations at once", "I try again by myself"],
  ["serverErrors", "Tavus is not available", "I check whether it was created"],
  ["dropBefore", "Tavus is not available", "I check whether it was created"],
  ["losesAnswer", "Tavus is not available", "I check whether it was created"],
  ["nonsense", "Tavus answered something unexpected", "create it if not"],
  ["emptyReply", "Tavus answered something unexpected", "create it if not"],
] as const satisfies [FaultName, string, string][];

const silent = ["hang", "hangAfter"] as const satisfies FaultName[];

describe.concurrent("without anybody doing anything", () => {
  insideTest(
    "what passes is named, the record is safe, and each is linked once",
    { timeout },
    async ({ startRun }) => {
      const run = await startRun();
      const created: Created[] = [];

      for (const [fault, title, remedy] of passing) {
        for (const platform of platforms) {
          const { chat, name } = await createUnder(run, { fault, platform });
          const { text } = await reads(chat, title);
          expect(text, fault).toContain(`“${name}” is saved. `);
          expect(text, fault).toContain(remedy);
          created.push({ chat, name });
        }
      }
      await Promise.all(created.map(({ chat, name }) => reads(chat, `“${name}” is ready`, withinMs)));

      expectLinkedOnce(
        run,
        created.map(({ name }) => name),
      );
      // Slack takes no change of what answered a command (slackapi/bolt-js#2287), so there it is one more message.
      const onDiscord = created.filter(({ chat }) => chat.platform === "Discord");
      for (const { chat } of onDiscord)
        expect(textsOf(chat.messages())).toEqual([expect.stringContaining("is ready")]);
    },
  );

  insideTest(
    "an answer that never comes is given up after ten seconds, and each is linked once",
    {
      timeout,
    },
    async ({ startRun }) => {
      const run = await startRun();
      const created: Created[] = [];

      for (const fault of silent) {
        for (const platform of platforms) created.push(await createUnder(run, { fault, platform }));
      }
      const warnings = await Promise.all(
        created.map(({ chat }) => reads(chat, "Tavus did not answer in time", 15_000)),
      );
      for (const { text } of warnings)
        expect(text).toContain("is saved. Whether Tavus has it is not known yet.");
      await Promise.all(created.map(({ chat, name }) => reads(chat, `“${name}” is ready`, withinMs)));

      expectLinkedOnce(
        run,
        created.map(({ name }) => name),
      );
    },
  );

  test("after a restart the news stands in the answer that was given", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    const created: Created[] = [];
    for (const platform of platforms)
      created.push(await createUnder(run, { fault: "losesAnswer", platform }));
    await Promise.all(created.map(({ chat }) => reads(chat, "Tavus is not available")));

    await run.bot.kill();
    await run.start();
    await Promise.all(created.map(({ chat, name }) => reads(chat, `“${name}” is ready`, withinMs)));

    for (const { chat, name } of created) {
      expect(textsOf(chat.messages()).filter((text) => text.includes(name))).toEqual([
        expect.stringContaining("is ready"),
      ]);
      expect(chat.directMessages()).toEqual([]);
    }
  });

  test("where that answer cannot be changed any more, it comes directly, or with the next answer", {
    timeout,
  }, async ({ startRun }) => {
    const run = await startRun();
    const created: Created[] = [];
    for (const fault of ["losesAnswer", "serverErrors"] as const) {
      for (const platform of platforms) created.push(await createUnder(run, { fault, platform }));
    }
    await Promise.all(created.map(({ chat }) => reads(chat, "Tavus is not available")));
    const closed = created.slice(platforms.length);
    for (const { chat } of closed) chat.setTakesDirectMessages(false);

    await run.bot.kill();
    endAnswers(run);
    await run.start();
    await Promise.all(created.slice(0, platforms.length).map(expectDirectNews));
    await waitFor(() => readOwedNames(run.databaseFile).length === closed.length, withinMs);
    run.world.discord.clearFaults();
    run.world.slack.clearFaults();
    for (const person of closed) await expectNewsWithNextAnswer(person);

    const next = closed.flatMap(({ name }) => [`Next ${name}`, `Last ${name}`]);
    expectLinkedOnce(run, [...created.map(({ name }) => name), ...next]);
  });

  test("killed while it searches Tavus, it searches again soon", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    const created: Created[] = [];
    for (const platform of platforms)
      created.push(await createUnder(run, { fault: "losesAnswer", platform }));
    const clear = run.world.tavus.setFault("hang", { operation: "list personas" });

    await waitFor(() => requestsIn(run, "list personas") >= platforms.length, withinMs);
    await run.bot.kill();
    clear();
    await run.start();
    await Promise.all(created.map(({ chat, name }) => reads(chat, `“${name}” is ready`, withinMs)));

    expectLinkedOnce(
      run,
      created.map(({ name }) => name),
    );
  });

  test("what a stop leaves unfinished is finished after the next start", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun();
    const created = [
      await createUnder(run, { fault: "hang", platform: "Discord" }),
      await createUnder(run, { fault: "hangAfter", platform: "Slack" }),
    ];

    expect(await run.bot.stop(6000)).toBe(0);
    await run.start();
    await Promise.all(created.map(({ chat, name }) => reads(chat, `“${name}” is ready`, withinMs)));

    expectLinkedOnce(
      run,
      created.map(({ name }) => name),
    );
  });
});

function textsOf(messages: readonly Seen[]): string[] {
  return messages.map(({ text }) => text);
}

type Created = { chat: Chat; name: string };

/** The time in which answers given so far may be changed is over. */
function endAnswers({ world: { discord, slack } }: Run): void {
  const answer = { status: 401, body: { code: 50027, message: "Invalid Webhook Token" } };
  discord.fault({ match: /\/webhooks\//, answer, times: 100 });
  slack.fail("response_url", { status: 404, error: "expired_url", times: 100 });
}

async function expectDirectNews({ chat, name }: Created): Promise<void> {
  await reads(chat, `“${name}” is ready`, withinMs);
  expect(textsOf(chat.directMessages())).toEqual([expect.stringContaining("is ready")]);
}

/** News comes once: the answer after that one says nothing of it. */
async function expectNewsWithNextAnswer({ chat, name }: Created): Promise<void> {
  expect(chat.directMessages()).toEqual([]);
  await create(chat, `Next ${name}`);
  expect((await reads(chat, `“Next ${name}” is ready`)).text).toContain(`Meanwhile: “${name}”`);
  await create(chat, `Last ${name}`);
  expect((await reads(chat, `“Last ${name}” is ready`)).text).not.toContain("Meanwhile");
}

/** Somebody creates a persona while Tavus has this fault, once. */
async function createUnder(
  run: Run,
  { fault, platform }: { fault: FaultName; platform: Platform },
): Promise<Created> {
  const chat = somebody(run, platform);
  const name = `${fault} on ${platform}`;
  run.world.tavus.setFault(fault, { operation: "create persona", times: 1 });
  const before = requestsIn(run, "create persona");
  await create(chat, name);
  await waitFor(() => requestsIn(run, "create persona") > before);
  return { chat, name };
}

function requestsIn(run: Run, wanted: "create persona" | "list personas"): number {
  return run.world.tavus.requests.filter(({ operation }) => operation === wanted).length;
}
