import { expect, onTestFinished, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/tavus/faults.ts";
import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { createFollowUps, type TellReport } from "../../../src/conversations/after/follow-up.ts";
import { newAfterCall } from "../../../src/database/conversation/after-calls.ts";
import { createLog } from "../../../src/log.ts";
import type { CallSettings } from "../../../src/tenants/settings.ts";
import { linkIn, startTalkBot } from "../../commands/persona-talk/talk-bot.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import {
  buttonIn,
  factsIn,
  guild,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";
import { connect } from "../../tavus/setup.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const title = "Your call with “Ada” is over";

type Moods = Partial<
  Pick<TavusStandIn["behaviour"], "transcripts" | "transcriptDelaySeconds" | "avatarRole">
>;

/** A bot of a team that keeps transcripts for a week, in which U2 is in a call. */
async function inACall(open: OpenDatabase, moods: Moods = {}, own: Partial<CallSettings> = {}) {
  const bot = await startTalkBot(open);
  Object.assign(bot.standIn.behaviour, moods);
  await bot.settings.change(workspace, { transcriptDays: 7, ...own });
  const caller = bot.person("U2");
  const link = linkIn(await bot.pressJoin(caller)) ?? "";
  bot.account.rooms.join(link, "U2");
  const [room] = bot.account.rooms.all;
  if (!room) throw new Error("There is no room.");
  bot.account.rooms.say(room.id, "person", "What is the password?");
  return {
    ...bot,
    caller,
    room,
    /** The person leaves; the room ends, and the keeper sees it. */
    async hangUp() {
      bot.account.rooms.leave(room.id, "U2");
      bot.skip(minute);
      await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    },
    reports: () => bot.direct.sent.filter(({ reply }) => reply.title === title),
    /** Lets follow-ups look until it is so. */
    untilFollowed: (condition: () => boolean | Promise<boolean>) =>
      untilTrue(
        () => {
          bot.followUps.wake();
          return condition();
        },
        { what: "what follows the call" },
      ),
    left: () => bot.database.kysely.selectFrom("after_calls").selectAll().execute(),
  };
}

/** Nothing is left to look after. */
async function isQuiet(bot: Pick<PersonaBot, "database">): Promise<boolean> {
  const rows = await bot.database.kysely.selectFrom("after_calls").select("look_at").execute();
  return rows.every(({ look_at }) => look_at === null);
}

/** A call to which nobody came, so that nothing need be asked at Tavus; the lower its number, the longer it has been due. */
function aCall(tenantId: string, id: string, number: number) {
  const endedMs = 1_700_000_000_000;
  const who = { userId: "U2", personaId: "per_1", personaName: "Ada", remoteId: "c1", keyTag: undefined };
  const when = { beganMs: endedMs - minute, endedMs, lookMs: endedMs + number };
  return newAfterCall({ tenantId, id, ...who, ...when, endReason: "nobodyCame" });
}

/** How a process tells of calls that only notes of which it has told. */
function notedIn(told: string[]): TellReport {
  return { directly: async ({ call }) => told.push(call.id) > 0, otherwise: async () => {} };
}

/** What follows calls in another process. */
function anotherProcess(bot: PersonaBot, tell: TellReport) {
  return createFollowUps({
    store: bot.afterCalls,
    settings: bot.settings,
    keys: bot.keys,
    now: bot.clock,
    log: createLog({ level: "silent" }),
    tavus: connect(bot.standIn.url),
    tell,
  });
}

forEachEngine((_, open) => {
  test("where Tavus asks for a pause, a call is followed up no sooner", async () => {
    const bot = await inACall(open, { transcriptDelaySeconds: 20 * 60 });
    await bot.hangUp();
    // No look is under way that began before Tavus asks for that.
    await bot.followUps.stop(minute);
    const fault = { status: 429, headers: { "retry-after": "600" } };
    bot.standIn.setFault(fault, { operation: "get conversation" });
    const before = (await bot.left())[0]?.look_tries ?? 0;
    bot.skip(minute);
    bot.followUps.start();
    await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 0) > before);

    const [call] = await bot.left();
    expect(Date.parse(call?.look_at ?? "") - bot.database.now()).toBeGreaterThan(9 * minute);
  });

  test.each([
    { transcripts: "unix", avatarRole: "replica" },
    { transcripts: "iso", avatarRole: "pal" },
    { transcripts: "repeated", avatarRole: "replica" },
    { transcripts: "unix", avatarRole: "pal", transcriptDelaySeconds: 20 * 60 },
  ] as const)("whoever called is told once, with the transcript as a file: %j", async (moods) => {
    const bot = await inACall(open, moods);
    await bot.hangUp();
    if ("transcriptDelaySeconds" in moods) {
      await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 0) > 0);
      bot.skip(30 * minute);
    }

    await bot.untilFollowed(() => isQuiet(bot));
    bot.skip(30 * minute);
    await bot.untilFollowed(() => isQuiet(bot));

    const [report, ...others] = bot.reports();
    expect(others).toEqual([]);
    expect(report?.userId).toBe("U2");
    const facts = factsIn(report?.reply ?? answerIn(await bot.caller.run("persona-status")));
    expect(facts["How it ended"]).toBe("Everybody had left.");
    expect(facts.Length).toMatch(/^(\d+ min )?\d+ s$/);
    expect(facts.Transcript).toContain("kept here for 7 days");
    const [file] = report?.reply.files ?? [];
    expect(file?.text).toMatch(/\[00:0\d\] Ada: Hello!/);
    expect(file?.text).toMatch(/\[00:0\d\] Caller: What is the password\?/);
  });

  test("a transcript that never comes is said not to have come, after an hour, and nothing is kept", async () => {
    const bot = await inACall(open, { transcripts: "never" });
    await bot.hangUp();
    await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 0) > 0);
    const early = bot.reports().length;

    bot.skip(61 * minute);
    await bot.untilFollowed(() => bot.reports().length > 0);

    expect(early).toBe(0);
    expect(factsIn(bot.reports()[0]?.reply ?? { tone: "neutral", title }).Transcript).toContain(
      "None came from Tavus within an hour",
    );
    await bot.untilFollowed(async () => (await bot.left()).length === 0);
    expect(bot.reports()).toHaveLength(1);
  });

  test.each([
    7,
    null,
  ])("a call to which nobody came is told once, at once, where transcripts are kept for %s days", async (transcriptDays) => {
    const bot = await startTalkBot(open);
    await bot.settings.change(workspace, { transcriptDays });
    await bot.pressJoin(bot.person("U2"));
    // What is not noted yet would be told again at the later hour.
    await bot.toldBatch.flush();
    bot.skip(3 * minute);
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));

    await untilTrue(async () => {
      bot.followUps.wake();
      return (await isQuiet(bot)) && bot.direct.sent.length > 0;
    });

    expect(bot.direct.sent.map(({ userId, reply }) => [userId, reply.title])).toEqual([
      ["U2", "Nobody came to your room with “Ada”"],
    ]);
    expect(bot.direct.sent[0]?.reply.text).toContain("Its minutes counted");
  });

  test.each([
    {
      transcriptDays: 7,
      title,
      facts: { "How it ended": "Tavus saw nobody in it for two minutes.", Transcript: /^In the file/ },
    },
    { transcriptDays: null, title: "Your room with “Ada” has closed", facts: { "Open for": /min/ } },
  ])("who talked, and whom Tavus then took for absent, does not read that nobody came: $transcriptDays days", async (kept) => {
    const bot = await inACall(open, { transcriptDelaySeconds: 600 }, { transcriptDays: kept.transcriptDays });
    await bot.toldBatch.flush();
    bot.skip(5 * minute);
    bot.account.rooms.end(bot.room.id, "participant_absent_timeout reached");
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    if (kept.transcriptDays)
      await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 0) > 0);
    bot.skip(30 * minute);
    await bot.untilFollowed(() => bot.direct.sent.length > 0);

    const [{ reply } = { reply: undefined }, ...others] = bot.direct.sent;
    expect([reply?.title, others]).toEqual([kept.title, []]);
    for (const [label, value] of Object.entries(kept.facts))
      expect(reply && factsIn(reply)[label]).toMatch(value);
  });

  test.each([
    ["of a call to which nobody came", null],
    ["of one with a transcript", 7],
  ])("while its person is being told %s, whom Tavus calls meanwhile tells nobody a second time", async (_what, transcriptDays) => {
    const bot = await (transcriptDays ? inACall(open) : startTalkBot(open));
    if (!transcriptDays) await bot.pressJoin(bot.person("U2"));
    await bot.toldBatch.flush();
    await bot.database.kysely.updateTable("conversations").set({ callback_hash: "a hash" }).execute();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    let asked = 0;
    bot.direct.send = async () => {
      asked += 1;
      await answered;
      return true;
    };
    bot.skip(3 * minute);
    for (const { id } of bot.account.rooms.open) bot.account.rooms.end(id);
    await bot.until(() => {
      bot.followUps.wake();
      return asked > 0;
    });

    const elsewhere: string[] = [];
    const other = anotherProcess(bot, notedIn(elsewhere));
    for (const laterMs of [0, 90_000]) {
      bot.skip(laterMs);
      await other.called("a hash");
      other.start();
      await other.stop(5000);
    }
    answer();
    await untilTrue(() => isQuiet(bot));

    expect([asked, elsewhere]).toEqual([1, []]);
  });

  test("a transcript that another process found, while one was held up as it said that none came, is kept", async () => {
    const bot = await inACall(open, { transcripts: "never" });
    await bot.hangUp();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { send } = bot.direct;
    let asked = 0;
    bot.direct.send = async (...message) => {
      asked += 1;
      await answered;
      return send(...message);
    };
    bot.skip(61 * minute);
    await bot.untilFollowed(() => asked > 0);
    bot.standIn.behaviour.transcripts = "unix";
    bot.skip(2 * minute);
    const elsewhere: string[] = [];
    const other = anotherProcess(bot, notedIn(elsewhere));
    other.start();
    await other.stop(5000);

    answer();
    await bot.followUps.stop(5000);

    expect(elsewhere).toHaveLength(1);
    expect(await bot.left()).toMatchObject([
      { transcript: expect.stringContaining("What is the password?") },
    ]);
  });

  test("whom another process has told of their call, while one was held up as it told them, is told no second time", async () => {
    const bot = await inACall(open);
    const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>();
    const { send } = bot.direct;
    let asked = 0;
    bot.direct.send = async (...message) => {
      asked += 1;
      await goesOn;
      return send(...message);
    };
    await bot.hangUp();
    await bot.untilFollowed(() => asked > 0);
    bot.skip(2 * minute);
    const elsewhere: string[] = [];
    const other = anotherProcess(bot, notedIn(elsewhere));
    other.start();
    await other.stop(5000);

    goOn();
    await bot.followUps.stop(5000);

    expect(elsewhere).toHaveLength(1);
    expect(bot.reports()).toEqual([]);
    expect(await bot.left()).toMatchObject([{ look_at: null }]);
  });

  test("a workspace whose direct messages hang holds up nobody else's reports, however many it has", async () => {
    const bot = await startPersonaBot(open);
    await bot.followUps.stop(1000);
    const ofWorkspace = Array.from({ length: 30 }, (_, number) => aCall(workspace, `cal_${number}`, number));
    const calls = [...ofWorkspace, aCall(guild, "cal_last", 30)];
    await bot.database.kysely.insertInto("after_calls").values(calls).execute();
    const { promise: answered, resolve: answer } = Promise.withResolvers<boolean>();
    const asked: string[] = [];
    const followUps = anotherProcess(bot, {
      async directly({ call }) {
        asked.push(call.id);
        return call.tenantId === guild || answered;
      },
      otherwise: async () => {},
    });
    onTestFinished(() => followUps.stop(5000));

    followUps.start();
    await untilTrue(() => asked.includes("cal_last"));
    const askedMeanwhile = asked.length;
    answer(true);

    expect(askedMeanwhile).toBeLessThan(12);
    await untilTrue(() => isQuiet(bot));
    expect(asked.toSorted()).toEqual(calls.map(({ id }) => id).toSorted());
  });

  test("a team that wants none is not asked about at Tavus, and nothing is kept", async () => {
    const bot = await inACall(open, {}, { transcriptDays: null });
    await bot.hangUp();
    const asked = bot.standIn.requests.length;

    await bot.untilFollowed(async () => (await bot.left()).length === 0);

    expect(bot.standIn.requests.length).toBe(asked);
    expect(bot.reports()).toEqual([]);
  });

  test("who takes no direct messages reads of it with the next command, without what was said, and can open it", async () => {
    const bot = await inACall(open);
    bot.direct.areClosed = true;
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));

    const owed = await bot.database.kysely.selectFrom("owed").selectAll().execute();
    const next = answerIn(await bot.caller.run("persona-show", { persona: "Ada" }));
    const opened = await bot.caller.press(buttonIn(next, "My last transcript"));

    expect(JSON.stringify(owed)).not.toContain("password");
    expect(next.notes?.join()).toContain(title);
    expect(inUtc(next.notes?.join() ?? "")).toMatch(
      /is kept until [\d-]+ \d\d:\d\d UTC: .*My last transcript/,
    );
    expect(opened.said).toMatchObject([{ how: "showText", text: expect.stringContaining("password") }]);
  });

  test("a transcript is said to be shown again until that of a later call, which then is", async () => {
    const bot = await inACall(open);
    await bot.hangUp();
    await bot.untilFollowed(() => bot.reports().length === 1);
    bot.account.rooms.join(linkIn(await bot.pressJoin(bot.caller)) ?? "", "U2");
    const later = bot.account.rooms.all.at(-1)?.id ?? "";
    bot.account.rooms.say(later, "person", "Once more.");
    bot.account.rooms.leave(later, "U2");
    bot.skip(minute);
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    await bot.untilFollowed(() => bot.reports().length === 2);

    const shown = answerIn(await bot.caller.run("persona-show", { persona: "Ada" }));
    const opened = await bot.caller.press(buttonIn(shown, "My last transcript"));

    const [first] = bot.reports();
    expect(first && factsIn(first.reply).Transcript).toContain("Until then, or until that of a later call,");
    expect(opened.said).toMatchObject([{ how: "showText", text: expect.stringContaining("Once more.") }]);
  });

  test("nobody else is offered or shown a transcript, not even an admin or the same person elsewhere", async () => {
    const bot = await inACall(open);
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));
    const [row] = await bot.left();
    const button = { label: "", action: "transcript", state: row?.id ?? "" };

    const others = [bot.person("U3"), bot.admin, bot.person("U2", "admin", guild)];
    const pressed = await Promise.all(others.map(async (person) => answerIn(await person.press(button))));
    const shown = answerIn(await bot.admin.run("persona-show", { persona: "Ada" }));

    expect(pressed.map(({ text }) => text)).toEqual(
      others.map(() => expect.stringContaining("not kept here any more")),
    );
    expect((shown.buttons ?? []).map(({ label }) => label)).not.toContain("My last transcript");
  });

  test("after its days a transcript is gone, and at once where the team keeps none any more", async () => {
    const bot = await inACall(open);
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));

    bot.skip(6 * day);
    await bot.followUps.purge();
    const before = await bot.left();
    await bot.settings.change(workspace, { transcriptDays: 5 });
    await bot.followUps.purge();
    const shorter = await bot.left();

    expect(before).toHaveLength(1);
    expect(shorter).toEqual([]);
  });

  test("switched off, what is kept goes with the next round, and other teams' stays", async () => {
    const bot = await inACall(open);
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));
    const [mine] = await bot.left();
    if (mine)
      await bot.database.kysely
        .insertInto("after_calls")
        .values({ ...mine, tenant_id: guild })
        .execute();
    await bot.settings.change(guild, { transcriptDays: 1 });

    await bot.settings.change(workspace, { transcriptDays: null });
    await bot.followUps.purge();

    expect((await bot.left()).map(({ tenant_id }) => tenant_id)).toEqual([guild]);
  });

  test("a transcript is exported with its team and goes with it", async () => {
    const bot = await inACall(open);
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));

    const { text, next } = await bot.services.exportTeam(workspace, "");
    await bot.services.life.forget(workspace);

    expect(JSON.parse(text).transcripts).toMatchObject([
      { personaName: "Ada", calledBy: "U2", transcript: expect.stringContaining("password") },
    ]);
    expect(next).toBeUndefined();
    expect(await bot.left()).toEqual([]);
  });

  test("whom a platform fails for longer than their transcript is kept hear of it all the same, and not that it is kept", async () => {
    const bot = await inACall(open, {}, { transcriptDays: 1 });
    bot.direct.failures = 1;
    await bot.hangUp();
    await bot.untilFollowed(() => bot.direct.failures === 0);
    await bot.followUps.stop(5000);
    bot.skip(day + minute);

    await bot.followUps.purge();
    bot.followUps.start();
    await bot.untilFollowed(() => isQuiet(bot));
    await bot.followUps.purge();

    const [report] = bot.reports();
    expect(report?.reply.files?.[0]?.text).toContain("What is the password?");
    expect(factsIn(report?.reply ?? { tone: "neutral", title }).Transcript).toBe(
      "In the file. It was kept here for 1 day, and is deleted now.",
    );
    expect(await bot.left()).toEqual([]);
  });

  test("a transcript goes some while after its days where nobody looks after its team any more", async () => {
    for (const transcriptDays of [7, null]) {
      const bot = await inACall(open);
      bot.direct.failures = 1;
      await bot.hangUp();
      await bot.untilFollowed(() => bot.direct.failures === 0);
      await bot.followUps.stop(5000);
      await bot.settings.change(workspace, { transcriptDays });

      bot.skip((transcriptDays ?? 0) * day + minute);
      await bot.followUps.purge();
      expect(await bot.left()).toHaveLength(1);
      bot.skip(day);
      await bot.followUps.purge();
      expect(await bot.left()).toEqual([]);
    }
  });

  test("what is told without the file does not speak of one", async () => {
    const bot = await inACall(open);
    bot.direct.areClosed = true;
    await bot.hangUp();
    await bot.untilFollowed(() => isQuiet(bot));

    const [owed] = await bot.database.kysely.selectFrom("owed").selectAll().execute();

    expect(JSON.stringify(owed)).toContain("The transcript is kept until");
    expect(JSON.stringify(owed)).not.toContain("In the file");
  });

  test("a platform that fails is tried again, and they are told once", async () => {
    const bot = await inACall(open);
    bot.direct.failures = 2;
    await bot.hangUp();

    await bot.untilFollowed(() => {
      bot.skip(minute);
      return isQuiet(bot);
    });

    expect(bot.direct.failures).toBe(0);
    expect(bot.reports()).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ["has not got its network back yet", { drop: true }],
    ["meets a Tavus that fails", { status: 503 }],
  ])("a bot that stood still for a night and %s does not say that nothing came", async (_what, fault) => {
    const bot = await inACall(open);
    await bot.followUps.stop(1000);
    await bot.hangUp();
    bot.skip(8 * 60 * minute);
    bot.standIn.setFault(fault, { operation: "get conversation", times: fault.drop ? 2 : 1 });
    bot.followUps.start();
    await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 1) > 0);
    bot.skip(minute);
    await bot.untilFollowed(() => isQuiet(bot));

    expect(bot.reports().map(({ reply }) => factsIn(reply).Transcript)).toEqual([
      expect.stringContaining("kept here for 7 days"),
    ]);
  });

  test("while Tavus cannot be asked it is looked again, with growing pauses, until the hour is over", async () => {
    const bot = await inACall(open, { transcripts: "never" });
    await bot.hangUp();
    bot.standIn.setFault("serverErrors", { operation: "get conversation" });
    await bot.untilFollowed(async () => ((await bot.left())[0]?.look_tries ?? 0) >= 1);
    const pauses: number[] = [];
    for (let looks = 0; looks < 8; looks += 1) {
      const [row] = await bot.left();
      if (!row?.look_at) break;
      pauses.push(Date.parse(row.look_at) - bot.database.now());
      bot.skip(20 * minute);
      await bot.untilFollowed(async () => {
        const [now] = await bot.left();
        return now?.look_tries !== row.look_tries;
      });
    }
    await bot.untilFollowed(() => bot.reports().length === 1);

    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0);
    expect(await bot.left()).toEqual([]);
  });
});
