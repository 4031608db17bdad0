import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { OutsideError } from "../../src/errors.ts";
import { anOpenForm } from "./sample-form.ts";
import { aBot, channel, createRecords, type Handlers, startSlack, startStandIn } from "./setup.ts";

const done: Reply = { tone: "success", title: "Done" };
/** Another socket is opened soon after one was closed, and a busy moment is not taken for its end. */
const soon = { silenceMs: 800 };
const answers: Handlers = { command: (_interaction, answering) => answering.answer(done) };

describe("starting", () => {
  test("tells which workspace this is and listens", async () => {
    const { standIn, teamIds } = await startSlack({});

    expect(teamIds).toEqual(["T0SANDBOX"]);
    expect(standIn.socketCount()).toBe(1);
    expect(standIn.problems).toEqual([]);
  });

  test("with a bot token that Slack refuses says which token and where to get another", async () => {
    const { bot } = aBot(await startStandIn(), {}, { botToken: "xoxb-wrong" });

    const failure = await bot.start().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(OutsideError);
    expect(String(failure)).toMatch(/SLACK_BOT_TOKEN \(invalid_auth\).*OAuth & Permissions/);
    expect(String(failure)).not.toContain("xoxb-wrong");
  });

  test.each([
    ["invalid_auth", /Slack refused SLACK_APP_TOKEN \(invalid_auth\)/],
    ["missing_scope", /SLACK_APP_TOKEN lacks the scope connections:write/],
  ])("with an app token that is answered with %s says so", async (error, sentence) => {
    const standIn = await startStandIn();
    standIn.fail("apps.connections.open", { error });
    const { bot, records } = aBot(standIn, {});

    await expect(bot.start()).rejects.toThrow(sentence);
    expect(records.fatal).toEqual([]);
  });

  test("without a network says so", async () => {
    const standIn = await startStandIn();
    const { bot } = aBot(standIn, {}, { apiUrl: "http://127.0.0.1:9/api/" });

    await expect(bot.start()).rejects.toThrow(/could not be reached.*SLACK_API_URL/);
  });

  test("says that another program listens with the same app token, which takes a part of what people do", async () => {
    const standIn = await startStandIn();
    const [first, second] = [aBot(standIn, {}), aBot(standIn, {})];
    const isSaid = ({ records }: typeof first) => records.lines.join("").includes("this SLACK_APP_TOKEN");

    await first.bot.start();
    await second.bot.start();

    expect([isSaid(first), isSaid(second)]).toEqual([false, true]);
  });

  test("names the scopes that were not granted", async () => {
    const { lines } = await startSlack({}, { scopes: ["commands", "chat:write", "users:read"] });

    expect(lines.join("")).toMatch(/lacks the scopes channels:read, groups:read, files:read.*slack:manifest/);
  });

  test("asks for the manifest to be pasted once after the commands have changed", async () => {
    const standIn = await startStandIn();
    const records = createRecords();
    const warned = () => records.lines.filter((line) => line.includes("manifest has changed")).length;
    const startWith = async (names: string[]) => {
      const commands = names.map((name) => ({ name, summary: "…", access: "member" as const }));
      const { bot } = aBot(standIn, {}, { records, commands });
      await bot.start();
      await bot.close();
      return warned();
    };

    expect(await startWith(["persona-show"])).toBe(0);
    expect(await startWith(["persona-show"])).toBe(0);
    expect(await startWith(["persona-show", "persona-list"])).toBe(1);
    expect(await startWith(["persona-show", "persona-list"])).toBe(1);
  });
});

describe("a socket that Slack closes", () => {
  test("is opened again before people notice", async () => {
    const { standIn } = await startSlack(answers, soon);

    standIn.disconnectSockets("refresh_requested");
    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
    await standIn.connected(1, 4000);

    const command = await standIn.person("U0MIA").command(channel, "/persona-show");
    expect((await command.acked()).outcome).toBe("acked");
  });

  test("is told of at once, and not when the next one is asked for", async () => {
    const { standIn, disconnected } = await startSlack(answers, { silenceMs: 60_000 });

    standIn.cutSockets();

    await vi.waitFor(() => expect(disconnected).toHaveLength(1), { timeout: 4000 });
  });

  test("is opened again after Slack was in trouble", async () => {
    const { standIn, fatal } = await startSlack(answers, soon);
    standIn.fail("apps.connections.open", { status: 503 });

    standIn.cutSockets();
    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
    await standIn.connected(1, 8000);

    expect(fatal).toEqual([]);
  });

  test("and cuts before that was agreed is told of once, and not again when the next one is open", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const { standIn, disconnected } = await startSlack(answers, soon);

    standIn.disconnectSockets("warning");
    standIn.cutSockets();
    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
    await standIn.connected(1, 4000);
    // So long Bolt's client waits for the first one's agreement.
    await vi.advanceTimersByTimeAsync(31_000);

    expect(disconnected).toHaveLength(1);
    expect(standIn.socketCount()).toBe(1);
  });

  test("and does not allow again ends the bot with a sentence, not with an unhandled rejection", async () => {
    const { standIn, fatal } = await startSlack({}, soon);
    standIn.fail("apps.connections.open", { error: "invalid_auth" });

    standIn.disconnectSockets("warning");

    await vi.waitFor(() => expect(fatal).toHaveLength(1), { timeout: 6000 });
    expect(fatal[0]).toContain("Slack refused SLACK_APP_TOKEN (invalid_auth)");
  });
});

describe("stopping", () => {
  test("serves whoever comes as long as Slack waits for a form under way, and then closes the socket", async () => {
    const accepting = Promise.withResolvers<void>();
    const { standIn, bot, seen } = await startSlack({
      command: (_interaction, answering) => answering.openForm(anOpenForm()),
      async form(_interaction, answering) {
        await accepting.promise;
        await answering.acceptForm();
        await answering.answer(done);
      },
    });
    const person = standIn.person("U0MIA");
    const first = await person.command(channel, "/persona-create");
    await first.acked();
    const submission = await person.submit(await person.fill(first, { name: "Ada" }));
    await vi.waitFor(() => expect(seen).toHaveLength(2));

    bot.stopListening();
    const second = await person.command(channel, "/persona-create");
    await second.acked();
    accepting.resolve();

    expect((await submission.acked()).payload).toEqual({});
    expect((await first.message()).text).toBe("Done");
    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
    expect(await bot.sendDirectFor("T0SANDBOX")("U0MIA", done)).toBe(true);
    expect(seen).toHaveLength(3);
  });

  test("twice, and closing after it, is no trouble", async () => {
    const { standIn, bot } = await startSlack({});

    bot.stopListening();
    bot.stopListening();
    await bot.close();

    await vi.waitFor(() => expect(standIn.socketCount()).toBe(0));
  });
});

test.each([
  ["asked for a socket", "apps.connections.open"],
  ["has been let in and not heard of it", "hello"],
])("closing while the bot %s leaves none open and rejects nothing", async (_when, step) => {
  const { standIn, bot } = await startSlack({}, soon);
  const closed = Promise.withResolvers<void>();
  const forget = standIn.onEvent(({ what }) => {
    if (what !== step) return;
    forget();
    closed.resolve(bot.close());
  });

  standIn.disconnectSockets("refresh_requested");
  await closed.promise;

  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(standIn.socketCount()).toBe(0);
});

test("an event that takes the app's rights away is logged, that of another workspace is not", async () => {
  const { standIn, lines } = await startSlack({});
  const told = () => lines.filter((line) => line.includes("took the app's rights away")).length;

  const { payload } = standIn.event({ type: "app_uninstalled" });
  await vi.waitFor(() => expect(told()).toBe(1));
  await standIn.deliver({ ...payload, team_id: "T0OTHER" }).acked();

  expect(told()).toBe(1);
});

test("no line of the log holds a token or a response_url", async () => {
  const { standIn, lines } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer(done);
      await answering.answer(done);
    },
  });
  // Twice: a failure that passes is tried again.
  standIn.fail("response_url", { status: 500, times: 2 });
  standIn.fail("chat.postMessage", { error: "internal_error" });

  await (await standIn.person("U0MIA").command(channel, "/persona-show")).acked();

  await vi.waitFor(() => expect(lines.join("")).toContain("could not be handled"));
  expect(lines.join("")).not.toMatch(/xoxb-|xapp-|\/response\//);
});
