import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { TavusStandIn } from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { startTalkBot } from "../commands/persona-talk/talk-bot.ts";
import { forEachEngine, openSqlite } from "../support/databases.ts";
import { openHarness } from "../support/harness/harness.ts";
import { share, startTeam } from "../support/outside-team.ts";
import { buttonIn, workspace } from "../support/persona-bot.ts";
import { aDraft, aRequest, tenant, userId } from "../support/personas/persona-builders.ts";
import { answerIn } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";

const minute = 60_000;

/** A Tavus in which what was just made shows neither by itself nor in a list. The result lets it show. */
function hideNew(standIn: TavusStandIn, what: "persona" | "conversation" | "deployment"): () => void {
  const gone: Fault =
    what === "deployment"
      ? { status: 404, body: { message: "Deployment not found" } }
      : { status: 400, body: { error: `Invalid ${what}_id` } };
  const faults = [
    standIn.setFault(gone, { operation: `get ${what}` }),
    standIn.setFault(gone, {
      operation: what === "conversation" ? "end conversation" : `delete ${what}`,
    }),
    standIn.setFault({ status: 200, body: { data: [], total_count: 0 } }, { operation: `list ${what}s` }),
  ];
  return () => {
    for (const repair of faults) repair();
  };
}

forEachEngine((_engine, open) => {
  test("a persona that Tavus does not show yet is not missing: its edit is sent as soon as it shows", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    await harness.work(bot);
    const show = hideNew(harness.standIn, "persona");
    const request = aRequest();
    const { persona } = await bot.create(request);
    harness.advance(1);

    const edited = await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
    show();
    harness.advance(minute);
    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 2, "the edit");

    expect(edited.persona).toMatchObject({ link: "linked", isBehind: true });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("a persona that Tavus does not show yet is deleted there once it shows", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const show = hideNew(harness.standIn, "persona");
    const { persona } = await bot.create();

    const removed = await bot.personas.remove({
      tenantId: tenant,
      id: persona.id,
      alsoInTavus: true,
      userId,
    });
    await harness.work(bot);
    await sleep(50);
    // What is asked for in vain until then is noted in its own time.
    await bot.worker.stop(20_000);
    show();
    // How often that was depends on the machine, and with it how long it waits.
    harness.advance(30 * minute);
    bot.worker.start();
    await harness.until(bot, () => harness.account.personas.length === 0, "the deletion");

    expect(removed.tavus).toBe("onItsWay");
  });
});

test.each([
  "stays in it",
  "ends it",
])("a room that Tavus does not show yet goes on: who has it %s", async (what) => {
  const bot = await startTalkBot(openSqlite);
  const show = hideNew(bot.standIn, "conversation");
  const person = bot.person("U2");
  const joined = answerIn(await bot.pressJoin(person));
  bot.account.rooms.join(joined.links?.[0]?.url ?? "", "U2");
  if (what === "ends it") await person.press(buttonIn(joined, "End"));
  const looks = () => bot.standIn.requests.filter(({ operation }) => operation === "get conversation").length;

  bot.skip(6000);
  await bot.until(() => looks() > 0, "a look");
  await sleep(50);
  const [early] = await bot.rooms();
  show();
  bot.skip(minute);
  if (what === "stays in it") await person.press(buttonIn(joined, "End"));
  await bot.until(() => bot.account.rooms.open.length === 0, "the end of it");

  expect(early).toMatchObject({ ended_at: null });
  await bot.until(async () => (await bot.rooms())[0]?.end_reason === "person", "its person's end");
});

test("a link outside that Tavus does not show yet is handed out, and looked after", async () => {
  const { bot, admin, pages, lapse, deployments } = await startTeam(openSqlite, workspace);
  const show = hideNew(bot.standIn, "deployment");

  const reply = await share(admin);
  show();
  await lapse(3 * minute);

  expect(reply.title).toBe("“Ben” is shared outside now");
  expect(deployments()).toHaveLength(1);
  await untilTrue(async () => (await pages())[0]?.look_tries === 0, { what: "a look at it" });
  expect(await pages()).toMatchObject([{ ended_at: null }]);
});
