import { describe, expect, test } from "vitest";
import type { Picture } from "../../../sandbox/page/protocol/picture.ts";
import { cast, readMessages, sharePage, startTimeout, type Visitor, visit } from "./page-visitor.ts";

const inGeneral = { userId: cast.alice, channelId: cast.general };
const ada = { userId: "U0ADA", channelId: "C0GENERAL" };

async function openOnDiscord(visitor: Visitor): Promise<string> {
  await visitor.act({
    kind: "discord.command",
    ...inGeneral,
    name: "persona-create",
    options: { template: "coach" },
  });
  return modalsOf(visitor, cast.alice)[0] ?? "";
}

/** The interactions whose modals this person has open. */
function modalsOf(visitor: Visitor, userId: string): string[] {
  const modals = visitor.picture().discord.modals.filter((modal) => modal.userId === userId);
  return modals.map(({ interactionId }) => interactionId);
}

async function createOnDiscord(visitor: Visitor, name: string): Promise<void> {
  const interactionId = await openOnDiscord(visitor);
  await visitor.act({ kind: "discord.submit", interactionId, values: { name } });
}

async function openOnSlack(visitor: Visitor): Promise<string> {
  await visitor.act({ kind: "slack.command", ...ada, command: "/persona-create", text: "coach" });
  const { slack } = await visitor.sees("a form", ({ slack }) => slack.views.length > 0);
  return slack.views[0]?.id ?? "";
}

function says(words: string) {
  return ({ discord, slack }: Picture) =>
    readMessages([...discord.messages, ...slack.messages]).includes(words);
}

function titles({ steps }: Picture): string[] {
  return steps.map(({ from, to, title }) => `${from} → ${to}: ${title}`);
}

/** The first button of the first message whose custom_id or action_id begins like this. */
function findButton(picture: Picture, begin: string): { messageId: string; customId: string } {
  for (const { id, message } of picture.discord.messages) {
    const customId = JSON.stringify(message).match(`"custom_id":"(${begin}[^"]*)"`)?.[1];
    if (customId) return { messageId: id, customId };
  }
  throw new Error(`There is no button ${begin}.`);
}

describe("the page's acts", { timeout: startTimeout }, () => {
  const page = sharePage();

  test("a persona created on Discord is linked, and the strip shows each step in order", async () => {
    const visitor = await visit(page());

    await createOnDiscord(visitor, "Cleo");

    const picture = await visitor.sees("an answer", says("“Cleo” is ready"));
    expect(modalsOf(visitor, cast.alice)).toEqual([]);
    expect(picture.tavus.personas[0]).toMatchObject({ name: "Cleo", isStock: false });
    expect(picture.discord.messages.at(-1)).toMatchObject({
      channelId: cast.general,
      visibleTo: cast.alice,
      answers: { text: "/persona-create", userId: cast.alice },
    });
    const order = [
      "person → Discord: submits the form",
      "Discord → bot: the form arrives",
      expect.stringMatching(/^bot → database: the record per_\w+ is saved/),
      "bot → Tavus: create persona",
      "Tavus → bot: create persona: 200",
      "bot → Tavus: get persona",
      "Tavus → bot: get persona: 200",
      expect.stringMatching(/^bot → Discord: a message answers, after \d+ ms$/),
    ];
    // Written while Tavus is asked what it has made: either may be first.
    const linked = "bot → database: the record's link is now linked";
    const seen = titles(picture);
    expect(seen.filter((title) => title !== linked)).toEqual(order);
    expect(seen.slice(5, -1)).toContain(linked);
  });

  test("Tavus out of credits is a warning, and Retry links once the switch is off", async () => {
    const visitor = await visit(page());
    await visitor.act({ kind: "tavus.fault", fault: "outOfCredits" });
    expect(visitor.picture().tavus.fault).toBe("outOfCredits");
    await createOnDiscord(visitor, "Quill");
    const warned = await visitor.sees("a warning", says("Insufficient Tavus credits"));

    await visitor.act({ kind: "tavus.fault" });
    const retry = findButton(warned, "pf1:retry");
    await visitor.act({ kind: "discord.press", userId: cast.alice, ...retry });

    const mended = await visitor.sees("a link", says("“Quill” is ready"));
    expect(mended.tavus.fault).toBeUndefined();
    expect(mended.tavus.personas.filter(({ name }) => name === "Quill")).toHaveLength(1);
  });

  test("a Slack form is refused by the client, then filled in, suggested to, and sent", async () => {
    const visitor = await visit(page());
    const viewId = await openOnSlack(visitor);

    await expect(visitor.act({ kind: "slack.submit", viewId })).rejects.toThrow(
      "Name: Please complete this required field.",
    );
    expect(visitor.picture().slack.views[0]?.errors).toEqual({
      name: "Please complete this required field.",
    });
    await visitor.act({ kind: "slack.enter", viewId, blockId: "name", entry: "Juno" });
    const faces = await visitor.act({ kind: "slack.suggest", viewId, blockId: "replica", typed: "an" });
    expect(faces).toContainEqual(expect.objectContaining({ value: "r90bbd427f71" }));
    await visitor.act({ kind: "slack.enter", viewId, blockId: "replica", entry: "r90bbd427f71" });
    await visitor.act({ kind: "slack.submit", viewId });

    const picture = await visitor.sees("an answer", says("“Juno” is ready"));
    expect(picture.slack.views).toEqual([]);
    expect(picture.slack.messages[0]).toMatchObject({ channelId: "C0GENERAL", visibleTo: "U0ADA" });
    expect(picture.tavus.personas[0]).toMatchObject({ name: "Juno", replicaId: "r90bbd427f71" });
  });

  test("a choice that the bot listens to changes the Slack form and begins a strip of its own", async () => {
    const visitor = await visit(page());
    const viewId = await openOnSlack(visitor);

    await visitor.act({ kind: "slack.enter", viewId, blockId: "name", entry: "Otto" });
    await visitor.act({ kind: "slack.enter", viewId, blockId: "template", entry: "educator" });

    const changed = await visitor.sees("another template", ({ steps }) => {
      return steps.some(({ title }) => title === "the form changes");
    });
    expect(titles(changed)).toEqual([
      "person → Slack: chooses in a field of the form",
      "Slack → bot: the press or choice arrives",
      "bot → Slack: it is acknowledged",
      "bot → Slack: the form changes",
    ]);
    expect(JSON.stringify(changed.slack.views[0]?.state)).toContain("Otto");
    await visitor.act({ kind: "slack.close", viewId });
    expect(visitor.picture().slack.views).toEqual([]);
  });

  test("Discord's client refuses a form without a name, which stays open until it is dismissed", async () => {
    const visitor = await visit(page());
    const interactionId = await openOnDiscord(visitor);

    const sent = visitor.act({ kind: "discord.submit", interactionId, values: {} });

    await expect(sent).rejects.toThrow(/Name.*takes 1 to 80 characters/);
    expect(modalsOf(visitor, cast.alice)).toEqual([interactionId]);
    await visitor.act({ kind: "discord.dismiss", interactionId });
    expect(modalsOf(visitor, cast.alice)).toEqual([]);
  });

  test("a person has one Discord modal at most, and two people have two", async () => {
    const visitor = await visit(page());
    const first = await openOnDiscord(visitor);
    const second = await openOnDiscord(visitor);
    await visitor.act({
      kind: "discord.command",
      ...inGeneral,
      userId: cast.mia,
      name: "persona-create",
      options: {},
    });

    expect(modalsOf(visitor, cast.alice)).toEqual([second]);
    expect(second).not.toBe(first);
    expect(modalsOf(visitor, cast.mia)).toHaveLength(1);
  });

  test("a colleague in Tavus adds, changes and removes a persona, but not one of Tavus's own", async () => {
    const visitor = await visit(page());

    const added = await visitor.act({ kind: "tavus.add", name: "Theirs", systemPrompt: "You help." });
    const id = visitor.picture().tavus.personas.find(({ name }) => name === "Theirs")?.id ?? "";
    expect(added).toEqual({ id });
    await visitor.act({ kind: "tavus.change", id, name: "Theirs, better", systemPrompt: "You help more." });
    expect(visitor.picture().tavus.personas[0]).toMatchObject({
      id,
      name: "Theirs, better",
      systemPrompt: "You help more.",
    });
    await visitor.act({ kind: "tavus.remove", id });

    expect(visitor.picture().tavus.personas.some((persona) => persona.id === id)).toBe(false);
    await expect(visitor.act({ kind: "tavus.remove", id: "p88964a7" })).rejects.toThrow("Tavus's own");
    await expect(visitor.act({ kind: "tavus.add", name: " ", systemPrompt: "x" })).rejects.toThrow(
      "Name is required.",
    );
  });
});
