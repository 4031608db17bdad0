import { expect, onTestFinished, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/discord/faults.ts";
import { createDiscordStandIn } from "../../sandbox/stand-ins/discord/server.ts";
import type { Interaction } from "../../src/chat/interaction.ts";
import { aPayload, listings } from "./samples.ts";
import { aBot, aStartedBot, botFor, dispatchOf, memoryState } from "./started-bot.ts";

test("start connects, registers the commands and names the guilds", async () => {
  const { bot, standIn, reports } = await aBot();

  await bot.start();

  expect(standIn.commands.map(({ name }) => name)).toEqual(listings.map(({ name }) => name));
  expect(reports.tenants).toEqual([standIn.guilds.map(({ id }) => id)]);
  expect(standIn.problems).toEqual([]);
});

test("commands are replaced only when they changed or Discord lists others", async () => {
  const standIn = await createDiscordStandIn();
  onTestFinished(() => standIn.close());
  const state = memoryState();
  const startAndClose = async (commands = listings) => {
    const { bot } = botFor(standIn, { state, commands });
    await bot.start();
    await bot.close();
    return standIn.commandPuts;
  };

  expect(await startAndClose()).toBe(1);
  expect(await startAndClose()).toBe(1);
  const changed = listings.map((listing) => ({ ...listing, summary: `${listing.summary}!` }));
  expect(await startAndClose(changed)).toBe(2);
  expect(await startAndClose(listings.slice(0, 1))).toBe(3);
});

test("commands of the same names that a bot with another database has registered are replaced, as after a restore", async () => {
  const standIn = await createDiscordStandIn();
  onTestFinished(() => standIn.close());
  const [restored, newer] = [memoryState(), memoryState()];
  const startAndClose = async (state: typeof newer, commands = listings) => {
    const { bot } = botFor(standIn, { state, commands });
    await bot.start();
    await bot.close();
  };
  const changed = listings.map((listing) => ({ ...listing, summary: `${listing.summary}!` }));
  await startAndClose(restored);
  await startAndClose(newer, changed);

  await startAndClose(restored);

  const summaries = standIn.commands.map(({ description }) => description);
  expect(summaries).toEqual(listings.map(({ summary }) => summary));
});

test("commands somebody else changed are put right although ours did not change", async () => {
  const standIn = await createDiscordStandIn();
  onTestFinished(() => standIn.close());
  const state = memoryState();
  const stale = listings.slice(0, 1);
  for (const commands of [listings, stale]) {
    const { bot } = botFor(standIn, { state: commands === stale ? memoryState() : state, commands });
    await bot.start();
    await bot.close();
  }

  const { bot } = botFor(standIn, { state });
  await bot.start();

  expect(standIn.commands).toHaveLength(listings.length);
});

test("the guilds are told again when a session was lost, before anything comes from them", async () => {
  const { bot, standIn, reports } = await aBot();
  await bot.start();
  const [first] = standIn.guilds;

  standIn.gateway.invalidateSessions();

  await expect.poll(() => reports.tenants, { timeout: 15_000 }).toEqual([[first?.id], [first?.id]]);
  expect(reports.joined).toEqual([]);
});

test("guilds that could not be recorded end the start with that reason", async () => {
  const { bot } = await aBot({
    onTenants: async () => {
      throw new Error("The database is read-only");
    },
  });

  await expect(bot.start()).rejects.toThrow("The database is read-only");
});

test("a guild in an outage does not hold up the start", { timeout: 8000 }, async () => {
  const { bot, reports } = await aBot({ standIn: { guilds: [{}, { isAvailable: false }] } });

  await bot.start();

  expect(reports.tenants[0]).toHaveLength(2);
});

test("a wrong token is refused with what to do", async () => {
  const { bot, reports } = await aBot({ token: "wrong" });

  await expect(bot.start()).rejects.toMatchObject({
    name: "OutsideError",
    isFinal: true,
    message: expect.stringMatching(/^DISCORD_TOKEN was refused by Discord\..*discord\.com\/developers/),
  });
  expect(reports.fatal).toEqual([]);
});

test("an address where nobody answers is named", async () => {
  const { bot } = await aBot({ apiUrl: "http://127.0.0.1:1/api" });

  await expect(bot.start()).rejects.toMatchObject({
    name: "OutsideError",
    isFinal: false,
    message: expect.stringMatching(/could not be reached at http:\/\/127\.0\.0\.1:1\/api.*DISCORD_API_URL/),
  });
});

const rateLimited = { message: "You are being rate limited.", retry_after: 3600, global: false };
const limitOf = (seconds: string) => ({
  answer: {
    status: 429,
    body: { message: "You are being rate limited." },
    headers: { "retry-after": seconds },
  },
});
const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
const tooManyCreates = {
  code: 30034,
  message: "Max number of daily application command creates has been reached (200)",
};

test.each([
  ["a limit of an hour", { retryAfterSeconds: 3600 }, /3600\d{3} ms of pause.*next try is at/],
  [
    "a limit of an hour for everything",
    {
      answer: {
        status: 429,
        body: { ...rateLimited, global: true },
        headers: { "retry-after": "3600", "x-ratelimit-global": "true" },
      },
    },
    /ms of pause.*next try is at/,
  ],
  ["a daily limit", { answer: { status: 400, body: tooManyCreates } }, /code 30034.*every hour/],
  [
    "a daily limit that calls itself a rate limit",
    { answer: { status: 429, body: tooManyCreates } },
    /code 30034/,
  ],
  ["a pause of less than nothing", limitOf("-5"), /ms of pause/],
  ["a pause of ages", limitOf("1e300"), /ms of pause.*next try is at/],
  ["a pause until an hour from now", limitOf(inAnHour), /3[56]\d{5} ms of pause.*next try is at/],
  ["a pause that is no number", limitOf("soon"), /ms of pause/],
  ["a page of a proxy", { answer: { status: 429, body: "<html>slow down</html>" } }, /ms of pause/],
  ["no answer", { drop: "before" as const, times: 9 }, /could not be reached/],
] satisfies [string, Omit<Fault, "match">, RegExp][])(
  "commands that meet %s do not hold up the start, and what is so is said",
  { timeout: 15_000 },
  async (_name, fault, sentence) => {
    const { bot, standIn, reports } = await aBot();
    standIn.fault({ match: /^(GET|PUT) \/applications\/\d+\/commands/, ...fault });

    await bot.start();

    await expect.poll(() => reports.impaired.at(-1), { timeout: 10_000 }).toMatch(sentence);
    expect(reports.tenants).toHaveLength(1);
    expect(reports.fatal).toEqual([]);
  },
);

test.each<[what: string, answer: NonNullable<Fault["answer"]>]>([
  ["refused", { status: 404, body: { message: "404: Not Found", code: 0 } }],
  ["nothing", { status: 200, body: null }],
  ["no list", { status: 200, body: {} }],
  ["a list of something else", { status: 200, body: [{ command: "persona-list" }] }],
])("commands are registered also where the question which there are is answered with %s", async (_what, answer) => {
  const { bot, standIn, reports } = await aBot();
  standIn.fault({ match: /^GET \/applications\/\d+\/commands/, answer, times: 9 });

  await bot.start();

  expect(standIn.commands.map(({ name }) => name)).toEqual(listings.map(({ name }) => name));
  expect(reports.impaired.filter(Boolean)).toEqual([]);
});

test("commands are registered once Discord's pause is over", async () => {
  const { bot, standIn, reports } = await aBot();
  standIn.fault({ match: /^PUT \/applications/, retryAfterSeconds: 1 });

  await bot.start();

  await expect.poll(() => standIn.commandPuts, { timeout: 5000 }).toBe(1);
  await expect.poll(() => reports.impaired.at(-1)).toBeUndefined();
});

test.each([
  [30046, { status: 429, body: { code: 30046, message: "Maximum number of edits reached" } }],
  [
    30046,
    {
      status: 429,
      body: { code: 30046, message: "…", retry_after: 1800 },
      headers: { "retry-after": "1800" },
    },
  ],
  [20022, { status: 429, body: { code: 20022, message: "Announcement edits" } }],
])("a refusal that calls itself a rate limit (%i) is heard at once, as what it is", async (code, answer) => {
  const { bot, guild, channelId, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^PATCH \/channels/, answer });
  const edited = bot
    .channelsOf(guild.id)
    .edit({ channelId, messageId: "1" }, { tone: "neutral", title: "Hi" });

  if (code === 30046) expect(await edited).toEqual({ kind: "messageGone" });
  else await expect(edited).rejects.toThrow(`code ${code}`);
});

test("a pause too long to wait for is an error, a short one is waited out and logged", async () => {
  const { bot, ada, standIn, reports } = await aStartedBot(async () => undefined);
  const hello = { tone: "neutral", title: "Hello" } as const;
  standIn.fault({ match: /^POST \/users/, retryAfterSeconds: 600 });
  await expect(bot.sendDirect(ada.userId, hello)).rejects.toThrow(/ms of pause/);
  const { bot: second } = botFor(standIn);
  standIn.fault({ match: /^POST \/channels/, retryAfterSeconds: 1 });

  expect(await second.sendDirect(ada.userId, hello)).toBe(true);
  expect(reports.fatal).toEqual([]);
});

test("with no start left it says when Discord allows one again, and is not fatal", async () => {
  const { bot, standIn } = await aBot();
  const limit = { total: 1000, remaining: 0, reset_after: 7_200_000, max_concurrency: 1 };
  standIn.fault({
    match: /^GET \/gateway\/bot/,
    times: 3,
    answer: { status: 200, body: { url: "wss://gateway.example", shards: 1, session_start_limit: limit } },
  });

  await expect(bot.start()).rejects.toMatchObject({
    message: expect.stringMatching(/no more starts before \d{4}-.*1000 times/),
    isFinal: false,
    waitMs: 7_200_000,
  });
});

test.each([1e300, -1])("a reset in %d ms is waited for no longer than a day", async (resetMs) => {
  const { bot, standIn } = await aBot();
  const limit = { total: 1000, remaining: 0, reset_after: resetMs, max_concurrency: 1 };
  const body = { url: "wss://gateway.example", shards: 1, session_start_limit: limit };
  standIn.fault({ match: /^GET \/gateway\/bot/, times: 3, answer: { status: 200, body } });

  await expect(bot.start()).rejects.toMatchObject({ waitMs: resetMs < 0 ? 0 : 86_400_000 });
});

test.each([
  ["no URL", { url: "not a url", shards: 1 }],
  ["no gateway", "<html>"],
  ["nothing", null],
])("an address of the gateway that is %s is trouble that may pass", async (_name, body) => {
  const { bot, standIn } = await aBot();
  standIn.fault({ match: /^GET \/gateway\/bot/, times: 3, answer: { status: 200, body } });

  await expect(bot.start()).rejects.toMatchObject({
    isFinal: false,
    message: expect.stringContaining("DISCORD_API_URL"),
  });
});

test.each([
  [4004, /DISCORD_TOKEN was refused/],
  [4012, /Update PersonaForge/],
  [4013, /Update PersonaForge/],
  [4014, /intents Guilds and Direct Messages/],
])("a gateway closed for good with %i is told once with what to do", async (code, sentence) => {
  const { bot, standIn, reports } = await aBot();
  await bot.start();

  standIn.gateway.close(code);

  await expect.poll(() => reports.fatal.length).toBe(1);
  expect(reports.fatal[0]).toMatch(sentence);
});

test("a gateway that cut the connection is connected to again, and nothing is fatal", async () => {
  const { ada, channelId, standIn, reports } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.answer({ tone: "success", title: "Here" }),
    }),
  );

  standIn.gateway.requestReconnect();
  await expect.poll(() => standIn.gateway.connectedCount, { timeout: 10_000 }).toBe(0);
  await expect.poll(() => standIn.gateway.connectedCount, { timeout: 10_000 }).toBe(1);
  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.message()).toMatchObject({ embeds: [{ title: "Here" }] });
  expect(reports.fatal).toEqual([]);
  expect(reports.disconnected).toHaveLength(1);
});

test("a token that is refused later is fatal", async () => {
  const { bot, standIn, reports, ada } = await aStartedBot(async () => undefined);
  standIn.fault({
    match: /^POST \/users/,
    answer: { status: 401, body: { code: 0, message: "401: Unauthorized" } },
  });

  await expect(bot.sendDirect(ada.userId, { tone: "neutral", title: "Hello" })).rejects.toThrow("401");

  await expect.poll(() => reports.fatal.length).toBe(1);
  expect(reports.fatal[0]).toMatch(/DISCORD_TOKEN was refused/);
});

test("of two fatal failures only the first is told", async () => {
  const { bot, standIn, reports, ada } = await aStartedBot(async () => undefined);
  standIn.gateway.close(4014);
  await expect.poll(() => reports.fatal.length).toBe(1);
  standIn.fault({
    match: /^POST \/users/,
    answer: { status: 401, body: { code: 0, message: "401: Unauthorized" } },
  });

  await expect(bot.sendDirect(ada.userId, { tone: "neutral", title: "Hello" })).rejects.toThrow("401");

  expect(reports.fatal).toHaveLength(1);
});

test("an interaction that comes before the guilds is dispatched at once", async () => {
  const came = Promise.withResolvers<Interaction>();
  const { bot, standIn } = await aBot({
    standIn: { guilds: [{}, { isAvailable: false }] },
    dispatch: async (interaction) => came.resolve(interaction),
  });
  const guild = standIn.guilds[0];
  const starting = bot.start();
  await standIn.ready();
  const ada = guild?.addMember({ name: "Ada" });

  standIn.dispatchInteraction({
    id: standIn.nextId(),
    application_id: standIn.applicationId,
    type: 2,
    token: "early",
    guild_id: guild?.id,
    channel_id: guild?.channel("general").id,
    locale: "en-US",
    member: { user: { id: ada?.userId }, permissions: "0" },
    data: { id: "1", name: "persona-list", type: 1 },
  });

  expect(await came.promise).toMatchObject({ command: "persona-list" });
  expect(standIn.commands).toEqual([]);
  await starting;
});

test("of whatever comes more than once, such as by two shards of this process, only the first is taken", async () => {
  const taken: string[] = [];
  const { standIn, channelId, guild, ada } = await aStartedBot(async ({ id, kind }, answering) => {
    taken.push(id);
    if (kind === "suggest") await answering.suggest([]);
    else await answering.answer({ tone: "neutral", title: "Done" });
  });
  const payloads = [
    [2, { name: "persona-list", type: 1, options: [] }],
    [3, { custom_id: "pf1:undo:per_1", component_type: 2 }],
    [5, { custom_id: "pf1:form:persona-create:f1.0", components: [] }],
    [
      4,
      { name: "persona-list", type: 1, options: [{ type: 3, name: "persona", value: "A", focused: true }] },
    ],
    // In a way that is new.
    [2, { name: "persona-list", options: null }],
  ].map(([type, data], at) =>
    aPayload(Number(type), Object(data), {
      ...(type === 3 && { message: { id: standIn.nextId(), flags: 64, components: [] } }),
      id: standIn.nextId(),
      application_id: standIn.applicationId,
      token: `token-${at}`,
      guild_id: guild.id,
      channel_id: channelId,
      member: { user: { id: ada.userId, username: "ada" }, permissions: "0", roles: [] },
    }),
  );

  const first = payloads.map((payload) => standIn.dispatchInteraction(payload));
  for (const payload of payloads) standIn.dispatchInteraction(payload);
  const last = await ada.command(channelId, "persona-list");
  await last.answered();
  await Promise.all(first.map((interaction) => interaction.answered()));

  expect(taken.toSorted()).toEqual([...payloads.slice(0, 4).map(({ id }) => id), last.id].toSorted());
  expect(standIn.problems).toEqual([]);
});

test("once listening has stopped nothing more comes, and running work may still answer and write", async () => {
  const goOn = Promise.withResolvers<void>();
  const { bot, ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command(_interaction, answering) {
        await answering.defer({ tone: "working", title: "Working" });
        await goOn.promise;
        await answering.answer({ tone: "success", title: "Finished" });
      },
    }),
  );
  const running = await ada.command(channelId, "persona-list");
  await running.answered();

  bot.stopListening();
  await expect.poll(() => standIn.gateway.connectedCount).toBe(0);
  goOn.resolve();

  expect(await bot.sendDirect(ada.userId, { tone: "neutral", title: "By the way" })).toBe(true);
  expect(await running.settled()).toMatchObject({ embeds: [{ title: "Finished" }] });
  expect(standIn.problems).toEqual([]);
});

test("a command outside a server, and a form of another version, are answered with a sentence", async () => {
  const { ada, channelId, standIn } = await aStartedBot(async () => undefined);
  const { payload } = await ada.command(channelId, "persona-list");
  const { guild_id: _guild, member: _member, ...common } = payload;
  const direct = { ...common, id: standIn.nextId(), token: "t1", user: { id: ada.userId } };
  const data = { custom_id: "old:form", components: [] };

  const outside = standIn.dispatchInteraction(direct);
  const outdated = standIn.dispatchInteraction({
    ...payload,
    id: standIn.nextId(),
    token: "t2",
    type: 5,
    data,
  });

  expect(await outside.message()).toMatchObject({ embeds: [{ title: "Only in servers" }] });
  expect(await outdated.message()).toMatchObject({
    embeds: [{ title: expect.stringMatching(/another version/) }],
  });
});

test("a direct message comes once although its request was lost, without buttons", async () => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/channels/, drop: "after" });

  const isTaken = await bot.sendDirect(ada.userId, {
    tone: "success",
    title: "Linked",
    buttons: [{ label: "Show", action: "show", state: "1" }],
  });

  expect(isTaken).toBe(true);
  expect(ada.directMessages).toMatchObject([{ embeds: [{ title: "Linked" }], components: [] }]);
  expect(standIn.problems).toEqual([]);
});

test("a person who takes no direct messages gets none", async () => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.setAcceptsDirectMessages(ada.userId, false);

  expect(await bot.sendDirect(ada.userId, { tone: "neutral", title: "Hello" })).toBe(false);
});

test("an address that Discord sends commands to instead is said, for the gateway is silent then", async () => {
  const { bot, standIn, reports } = await aBot();
  standIn.fault({
    match: /^GET \/applications\/@me/,
    answer: { status: 200, body: { id: "7", interactions_endpoint_url: "https://old.example.com/" } },
  });

  await bot.start();

  const sentence = /sends commands to an Interactions Endpoint URL.*Empty that field at .*\/7\/information/;
  await expect.poll(() => reports.impaired.at(-1)).toMatch(sentence);
});

test("that it is not known where Discord sends commands keeps nobody from the start", async () => {
  const { bot, standIn, reports } = await aBot();
  standIn.fault({
    match: /^GET \/applications\/@me/,
    answer: { status: 403, body: { code: 0, message: "No" } },
  });

  await bot.start();

  await expect.poll(() => reports.lines.join("")).toContain("delivery not compared");
  expect(reports.fatal).toEqual([]);
});
