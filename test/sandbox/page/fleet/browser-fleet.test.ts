import { describe, expect, test } from "vitest";
import { createOnDiscord, createOnSlack, shown, type Tab } from "../../../../sandbox/page/play-page.ts";
import type { ProcessPicture } from "../../../../sandbox/page/protocol/picture.ts";
import { seriousViolations } from "../../../../sandbox/page/serious-violations.ts";
import { untilTrue } from "../../../support/until-true.ts";
import { shareBrowser } from "../browser-setup.ts";
import { cast, readMessages, startTimeout, type Visitor, visit } from "../page-visitor.ts";

/** A dead process's shards are taken over 20 s after its last word; a stopping one's when the others have heard. */
const handOverMs = 60_000;
const inGeneral = { userId: cast.alice, channelId: cast.general };
const onSlack = { userId: "U0ADA", channelId: "C0GENERAL" };
const another = { userId: "U0OWEN", channelId: "C0GENERAL" };
const narrow = { width: 390, height: 844 };

async function openOnDiscord(visitor: Visitor): Promise<string> {
  const ids = () => visitor.picture().discord.modals.map(({ interactionId }) => interactionId);
  const options = { template: "coach" };
  return opened(ids, () =>
    visitor.act({ kind: "discord.command", ...inGeneral, name: "persona-create", options }),
  );
}

async function openOnSlack(visitor: Visitor, name: string, who = onSlack): Promise<string> {
  const ids = () => visitor.picture().slack.views.map(({ id }) => id);
  const text = `coach ${name}`;
  return opened(ids, () => visitor.act({ kind: "slack.command", ...who, command: "/persona-create", text }));
}

/** The form that was not there before. */
async function opened(ids: () => string[], open: () => Promise<unknown>): Promise<string> {
  const before = ids();
  await open();
  const found = () => ids().find((id) => !before.includes(id));
  await untilTrue(() => found() !== undefined, { what: "a form" });
  return found() ?? "";
}

async function untilReady(visitor: Visitor, place: "discord" | "slack", name: string): Promise<void> {
  const words = `“${name}” is ready`;
  const says = () => readMessages(visitor.picture()[place].messages).includes(words);
  await untilTrue(says, { what: words, patienceMs: handOverMs });
}

function processes(visitor: Visitor): ProcessPicture[] {
  return visitor.picture().fleet?.processes ?? [];
}

async function untilAllRun(visitor: Visitor): Promise<void> {
  const isWhole = () =>
    processes(visitor).every(({ state, isInTurn }) => state === "running" && isInTurn) &&
    processes(visitor).every(({ shards }) => shards.length < 2) &&
    String(
      processes(visitor)
        .flatMap(({ shards }) => shards)
        .toSorted(),
    ) === "0/2,1/2";
  await untilTrue(isWhole, { what: "a whole fleet", patienceMs: handOverMs });
}

function card(tab: Tab, name: string) {
  return tab.getByRole("listitem", { name, exact: true });
}

describe("npm run sandbox -- --fleet", { timeout: 3 * startTimeout }, () => {
  const { open, page } = shareBrowser("gateway");

  test("three processes are the bot: two shards are shared out, Slack's requests go round, each step says whose it is", async () => {
    const visitor = await visit(page());
    await untilAllRun(visitor);
    const interactionId = await openOnDiscord(visitor);
    await visitor.act({ kind: "discord.submit", interactionId, values: { name: "Ada" } });
    await untilReady(visitor, "discord", "Ada");
    const { steps } = await visitor.sees("the link", ({ steps }) =>
      steps.some(({ title }) => title === "the record's link is now linked"),
    );
    for (const _ of processes(visitor))
      await visitor.act({ kind: "slack.command", ...onSlack, command: "/persona-list", text: "" });

    const holders = processes(visitor).filter(({ shards }) => shards.length > 0);
    const ofBot = steps.filter(({ from, to }) => from === "bot" || to === "bot");
    expect(processes(visitor)).toHaveLength(3);
    expect(holders.flatMap(({ shards }) => shards).toSorted()).toEqual(["0/2", "1/2"]);
    expect(holders.map(({ name }) => name)).toContain(ofBot[0]?.process);
    expect(new Set(ofBot.map(({ process }) => process))).toEqual(new Set([ofBot[0]?.process]));
    const inOrder = ofBot.map(({ to, title }) => `${to}: ${title.replace(/per_\w+/, "per_…")}`);
    expect(inOrder.filter((step) => /database|create/.test(step))).toEqual([
      "database: the record per_… is saved, its link is pending",
      "Tavus: create persona",
      "bot: create persona: 200",
      "database: the record's link is now linked",
    ]);
    expect(processes(visitor).filter(({ requests }) => requests > 0)).toHaveLength(3);
    expect(visitor.picture().steps.find(({ from }) => from === "Slack")?.to).toBe("balancer");
  });

  test("the process with the server's shard is killed: Slack goes on at once, Discord when another has the shard, nobody twice", async () => {
    const visitor = await visit(page());
    await untilAllRun(visitor);
    const holder = processes(visitor).find(({ shards }) => shards.length > 0);
    const { name = "", shards = [] } = holder ?? {};
    const viewId = await openOnSlack(visitor, "Otto");
    const interactionId = await openOnDiscord(visitor);

    await visitor.act({ kind: "fleet.kill", name });
    const isHeldByNobody = () => (visitor.picture().fleet?.missingShards.length ?? 0) > 0;
    await untilTrue(isHeldByNobody, { what: "shards that nobody holds" });
    const missing = visitor.picture().fleet?.missingShards;
    await visitor.act({ kind: "slack.submit", viewId });
    await untilReady(visitor, "slack", "Otto");
    const killed = processes(visitor).find((process) => process.name === name);
    const isTaken = () => visitor.picture().fleet?.missingShards.length === 0;
    await untilTrue(isTaken, { what: "others with the shards", patienceMs: handOverMs });
    await visitor.act({ kind: "discord.submit", interactionId, values: { name: "Cleo" } });
    await untilReady(visitor, "discord", "Cleo");
    await visitor.act({ kind: "fleet.start", name });

    expect(missing).toEqual(shards);
    expect(killed).toMatchObject({ state: "killed", isInTurn: false, shards: [] });
    expect(killed?.lastLines.join("\n")).toContain("ready");
    expect(processes(visitor).map(({ state }) => state)).toEqual(["running", "running", "running"]);
    const made = visitor.picture().tavus.personas.filter(({ isStock }) => !isStock);
    expect(made.map((persona) => persona.name).toSorted()).toEqual(["Ada", "Cleo", "Otto"]);
  });

  test("all are replaced while forms are open and people create: nobody is told to do anything again", async () => {
    const visitor = await visit(page());
    await untilAllRun(visitor);
    const before = processes(visitor).map(({ name }) => name);
    const viewId = await openOnSlack(visitor, "Slow Slack");
    const interactionId = await openOnDiscord(visitor);
    const told = readMessages([...visitor.picture().discord.messages, ...visitor.picture().slack.messages]);

    const rolling = visitor.act({ kind: "fleet.roll" });
    await visitor.sees("it rolls", ({ fleet }) => fleet?.isRolling ?? false);
    await expect(visitor.act({ kind: "fleet.roll" })).rejects.toThrow("being replaced already");
    for (const name of ["Roll 1", "Roll 2"]) {
      await visitor.act({ kind: "slack.submit", viewId: await openOnSlack(visitor, name, another) });
      await untilReady(visitor, "slack", name);
    }
    await rolling;
    await visitor.act({ kind: "slack.submit", viewId });
    await visitor.act({ kind: "discord.submit", interactionId, values: { name: "Slow Discord" } });
    await untilReady(visitor, "slack", "Slow Slack");
    await untilReady(visitor, "discord", "Slow Discord");

    const after = processes(visitor).map(({ name }) => name);
    const { discord, slack } = visitor.picture();
    const read = readMessages([...discord.messages, ...slack.messages]).slice(told.length);
    expect(after).toHaveLength(3);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    expect(read).not.toMatch(/restarting|once more|Try again|running already/i);
    expect(page().sandbox.world.slack.problems).toEqual([]);
  });

  test.each([
    { viewport: narrow, colorScheme: "light" },
    { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  ] as const)("axe finds nothing serious in the panel at $viewport.width px, $colorScheme", async (options) => {
    const { tab } = await open(options);
    const bar = tab.getByRole("button", { name: /^Processes/ });
    if ((await bar.getAttribute("aria-expanded")) === "false") await bar.click();
    await tab.getByText("Last lines").first().click();
    await tab.locator(".fleet-card pre").waitFor();

    expect(await seriousViolations(tab)).toEqual([]);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(options.viewport.width);
  });

  test("a process is killed and started again by keyboard alone, while people create on both chats", async () => {
    const { tab, problems } = await open();
    const visitor = await visit(page());
    await untilAllRun(visitor);
    // One that Discord does not need, so that nobody has to wait for its shard.
    const { name = "" } = processes(visitor).findLast(({ shards }) => shards.length === 0) ?? {};
    await card(tab, name)
      .getByRole("button", { name: `Kill ${name}` })
      .focus();

    await tab.keyboard.press("Enter");
    await card(tab, name).getByText(`${name} is killed`).waitFor();
    await tab.keyboard.press("Enter");
    await card(tab, name).getByText(`${name} is starting`).waitFor();
    await createOnSlack(tab, "coach Key Slack");
    await shown(tab, "slack", "“Key Slack” is ready");
    await createOnDiscord(tab, "Key Discord");
    await shown(tab, "discord", "“Key Discord” is ready");
    await card(tab, name).getByText(`${name} is running`).waitFor({ timeout: handOverMs });

    const steps = tab.getByRole("list", { name: "Steps" });
    expect(await steps.locator('[data-end="bot"]').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^bot \d+$/)]),
    );
    expect(problems).toEqual([]);
  });

  test("what cannot be done is refused with a sentence, and what was killed as a whole starts as a whole", async () => {
    const { tab } = await open();
    const visitor = await visit(page());
    const names = processes(visitor).map(({ name }) => name);

    await expect(visitor.act({ kind: "fleet.kill", name: "bot 99" })).rejects.toThrow("There is no bot 99");
    await expect(visitor.act({ kind: "fleet.start", name: names[0] ?? "" })).rejects.toThrow(
      "running already",
    );
    for (const name of names) await visitor.act({ kind: "fleet.kill", name });
    await expect(visitor.act({ kind: "fleet.roll" })).rejects.toThrow("No process runs. Start one first.");
    await tab.getByRole("alert").getByText("No process of the bot runs").waitFor();
    await tab.getByRole("button", { name: "Start the bot" }).click();
    const isWhole = () => processes(visitor).every(({ state }) => state === "running");
    await untilTrue(isWhole, { what: "all of them running", patienceMs: handOverMs });
  });
});
