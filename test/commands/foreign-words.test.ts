import { expect, test } from "vitest";
import { unknownWordsReply } from "../../src/chat/explain-command.ts";
import { commands } from "../../src/commands/all.ts";
import { faceOf } from "../../src/commands/ask/replica-choices.ts";
import { copyOf } from "../../src/commands/persona-create/copy.ts";
import { historyReply } from "../../src/commands/persona-history/history-reply.ts";
import { allLines } from "../../src/commands/persona-rehearse/rehearsal-view.ts";
import { stateOf, stateSentence } from "../../src/commands/persona-replicas/replica-words.ts";
import { withOvertaken } from "../../src/commands/persona-setup/stale-form.ts";
import { reasonText } from "../../src/commands/persona-video/video-reply.ts";
import { changesLine } from "../../src/commands/reply/changes.ts";
import { keptNotes } from "../../src/commands/reply/persona-reply.ts";
import { writeTranscript } from "../../src/conversations/after/transcript.ts";
import { whyEnded } from "../../src/conversations/after/why-ended.ts";
import { fetchText as fetchFromDiscord } from "../../src/discord/read/fetch-text.ts";
import { fetchText as fetchFromSlack } from "../../src/slack/read/fetch-text.ts";
import { withSaid } from "../../src/warnings/sentences.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, pressOffered, startPersonaBot } from "../support/persona-bot.ts";
import { aPersona } from "../support/personas/persona-builders.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";

/** What turns a line around, begins one of its own, or is written from right to left. */
const foreign = ["Ada\u202egpj", "Ada\nYou: hello", "\u2067שלום", "Ada שלום"];

/** Places where others' words stand inside a text of ours. */
const places: { [what: string]: (words: string) => string | undefined | Promise<string> } = {
  "a name that was changed": (name) => changesLine(aPersona({ name }), aPersona({ name: "Eva" })),
  "a line of the history": (name) => historyOf(name),
  "a word that a command does not know": (word) =>
    unknownWordsReply(commandCalled("persona-sync"), word).title,
  "an emotion that is not offered": (emotion) =>
    copyOf({ ...aPersona({ voiceEmotion: emotion }), isImported: false }).lost.join(),
  "what somebody else has overtaken": (typed) =>
    withOvertaken(
      { tone: "neutral", title: "Saved" },
      { fields: { text: { kind: "line", label: "Text", maxLength: 100 } }, ...overtaken(typed) },
    ).items?.[0]?.text,
  "what Tavus made of a value": (words) =>
    keptNotes({ kept: [{ field: "voiceEmotion", words }] } as never).join(),
  "what Tavus says of a failure": (words) => withSaid("It failed.", "rejected", words),
  "what Tavus says of a call": (words) => whyEnded("inTavus" as never, words),
  "what Tavus says of a video": (reason) => reasonText({ reason } as never),
  "what Tavus says of a training": (words) => stateSentence({ ...replica, status: "error" }, words),
  "the same in a list": (words) => stateOf({ ...replica, status: "error" }, words),
  "a state that nobody knows": (status) => stateSentence({ ...replica, status }, undefined),
  "what a picture shows": (name) => faceOf({ ...replica, name, stillUrl: "https://a.example" }).image?.alt,
  "who answers in a rehearsal": (personaName) =>
    allLines([{ text: "Hi", answer: "Yes" }] as never, { personaName } as never).slice("You: Hi\n".length),
  "who speaks in a transcript": (personaName) =>
    writeTranscript([{ speaker: { kind: "persona" }, text: "Yes", atSeconds: 1 }], {
      personaName,
      head: "",
    }).trim(),
  "a file that Discord does not keep": (name) => refusalOf(fetchFromDiscord({ ...file, name }, options)),
  "a file that Slack does not keep": (name) => refusalOf(fetchFromSlack({ ...file, name }, options)),
  "a file that is too large": (name) =>
    refusalOf(fetchFromSlack({ ...file, name, sizeBytes: 11_000 }, options)),
};

const replica = { id: "r1", name: "Anna" };
const file = { url: "https://elsewhere.example/1", sizeBytes: 10 };
const options = { maxBytes: 10_000, apiUrl: "https://slack.com/api/", botToken: "token" };
const overtaken = (text: string) => ({ typed: { text }, overtaken: ["text"], isSaved: true });

function historyOf(name: string): string | undefined {
  const was = aPersona({ name, model: "m".repeat(55), context: "c".repeat(55) });
  const change = { was, became: aPersona({ name: "Eva" }), action: "edit", atMs: 0, userId: "U1" };
  return historyReply({ persona: was, changes: [change] } as never, false).items?.[0]?.text;
}

function commandCalled(name: string) {
  const found = commands.find((command) => command.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
}

function refusalOf(work: Promise<string>): Promise<string> {
  return work.catch((error: Error) => error.message);
}

test.each(
  Object.entries(places).flatMap(([what, say]) => foreign.map((words) => [what, words, say] as const)),
)("%s: %j stays what it is, and turns nothing else around", async (_, words, say) => {
  expectHarmless((await say(words)) ?? "");
});

function expectHarmless(text: string): void {
  expect(text).toMatch(/Ada|שלום|characters|your-text/);
  expect(text).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  expect(text).not.toContain("\nYou:");
  if (text.includes("שלום")) expect(text).toMatch(/\u2068[^\u2069]*שלום[^\u2068]*\u2069/);
  const [opened, closed] = [/\u2068/g, /\u2069/g].map((mark) => text.match(mark)?.length ?? 0);
  expect(opened).toBe(closed);
}

forEachEngine((_, open) => {
  test.each(foreign)("an ID that Tavus does not know is harmless where it is said so: %j", async (words) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    await admin.create({ name: "Eva" });
    await bot.personas.unlink({ tenantId: guild, id: (await bot.rows())[0]?.id ?? "" });

    const linked = answerIn(await admin.run("persona-link", { persona: "Eva", tavus_id: words }));
    const adopted = answerIn(await admin.run("persona-video", { adopt: words }));

    for (const { text = "" } of [linked, adopted]) {
      expect(text).toContain("Tavus knows no");
      expectHarmless(text);
    }
  });

  test("a template's name is harmless where it is asked for in vain, and where it is offered", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    await admin.create({ name: "Ada" });
    const shown = await admin.run("persona-show", { persona: "Ada" });
    const form = openedForm(await pressOffered(admin, shown, "Save as template"));
    await admin.send(form, { name: "Ada\u202egpj שלום" });

    const asked = answerIn(await admin.run("persona-create", { template: "Bea\u202egpj Ada" }));
    const offered = await admin.suggest("", { command: "persona-templates", field: "template" });

    expectHarmless(asked.text ?? "");
    for (const { label } of offered) expectHarmless(label);
    expect(offered).toHaveLength(1);
  });
});
