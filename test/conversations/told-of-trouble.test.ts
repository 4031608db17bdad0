import { expect, test } from "vitest";
import { namedFaults } from "../../sandbox/stand-ins/tavus/faults.ts";
import { startTalkBot } from "../commands/persona-talk/talk-bot.ts";
import { forEachEngine } from "../support/databases.ts";
import { workspace } from "../support/persona-bot.ts";
import { answerIn } from "../support/recording-answering.ts";

forEachEngine((_engine, open) => {
  test("a key that Tavus refuses while a room is open is told to the team once, however often it is asked", async () => {
    const bot = await startTalkBot(open);
    const joined = answerIn(await bot.pressJoin(bot.person("U2")));
    bot.account.rooms.join(joined.links?.[0]?.url ?? "", "U2");
    for (const operation of ["get conversation", "end conversation", "list conversations"] as const)
      bot.standIn.setFault(namedFaults.invalidKey, { operation });
    /** A look that time overtakes before it is noted is made twice. */
    const looks = async () => (await bot.rooms())[0]?.look_tries ?? 0;

    for (let failed = 1; failed <= 3; failed += 1) {
      bot.skip(60_000);
      await bot.until(async () => (await looks()) >= failed);
    }
    await bot.until(async () => (await bot.services.warnings.open(workspace)).length > 0);

    const warnings = await bot.services.warnings.open(workspace);
    expect(warnings.map(({ cause, topic, count }) => [cause, topic, count])).toEqual([
      ["invalidKey", "call:invalidKey", 1],
    ]);
  });

  test("a key that Tavus refuses is told also where the room could not be looked after before, for another reason", async () => {
    const bot = await startTalkBot(open);
    const joined = answerIn(await bot.pressJoin(bot.person("U2")));
    bot.account.rooms.join(joined.links?.[0]?.url ?? "", "U2");
    const looks = async () => (await bot.rooms())[0]?.look_tries ?? 0;
    const failTill = async (tries: number) => {
      for (let round = 0; round < 20 && (await looks()) < tries; round += 1) {
        bot.skip(60_000);
        const before = await looks();
        await bot.until(async () => (await looks()) > before);
      }
    };
    for (const operation of ["get conversation", "end conversation", "list conversations"] as const)
      bot.standIn.setFault("serverErrors", { operation });
    await failTill(3);
    for (const operation of ["get conversation", "end conversation", "list conversations"] as const)
      bot.standIn.setFault(namedFaults.invalidKey, { operation });
    await failTill(6);
    await bot.until(async () => (await bot.services.warnings.open(workspace)).length > 0);

    const warnings = await bot.services.warnings.open(workspace);
    expect(warnings.map(({ topic, count }) => [topic, count])).toEqual([["call:invalidKey", 1]]);
  });

  test("nobody reads that a persona is gone where Tavus knows of no room to end, and shows it all the same", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    bot.account.rooms.open.forEach((room) => void Object.assign(room, { wasJoined: true, longest: 1e9 }));
    bot.standIn.setFault(
      { status: 400, body: { error: "Invalid conversation_id" } },
      { operation: "end conversation" },
    );
    for (let failed = 1; failed <= 3; failed += 1) {
      bot.skip(20 * 60_000);
      await bot.until(async () => ((await bot.rooms())[0]?.look_tries ?? 0) >= failed);
    }

    expect(await bot.services.warnings.open(workspace)).toEqual([]);
  });
});
