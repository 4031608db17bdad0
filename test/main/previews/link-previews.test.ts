import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { reads } from "../../support/black-box/black-box-chat.ts";
import { company, domain, expectPreviews, startWithPersona } from "../../support/link-previews.ts";
import { untilTrue } from "../../support/until-true.ts";

test("a link with a persona's ID, ours or Tavus's, shows its card, whose buttons answer only whoever presses", async () => {
  const { slack, id, tavusId, link, chat } = await startWithPersona();
  const links = [
    link,
    `https://wiki.${domain}/page?persona=${tavusId}&tab=1`,
    `https://${domain}/#/${id}/edit`,
  ];

  const message = slack.person("U0MIA").say("C0GENERAL", `Look: ${links.join(" ")} and ${link}`);
  await untilTrue(() => slack.previews(message).length === links.length, { what: "the previews" });

  for (const preview of slack.previews(message)) {
    const text = JSON.stringify(preview.blocks);
    for (const word of ["Ada", "Answers the phone", id, tavusId]) expect(text).toContain(word);
    // What everybody reads does not hold what it is told to do.
    expect(text).not.toContain("You help.");
  }
  const [preview] = slack.previews(message);
  if (!preview) throw new Error("There is no preview.");
  const before = slack.messages("C0GENERAL").length;
  await slack.person(chat.userId).press(preview, "Show");
  await reads(chat, "You help.");
  expect(slack.messages("C0GENERAL").filter(({ ephemeralTo }) => ephemeralTo === undefined).length).toBe(
    before,
  );
  expect(slack.problems).toEqual([]);
});

test.each<[where: string, channel: string, isShown: boolean]>([
  ["a public channel", "C0GENERAL", true],
  ["a public channel without the bot", "C0ABSENT", true],
  ["a private channel with the bot", "C0INSIDE", true],
  ["a private channel without the bot", "C0HIDDEN", false],
  ["a channel with another company", "C0CONNECT", false],
  ["a channel that another company is asked into", "C0ASKED", false],
  ["a channel of several workspaces", "C0GROUPWIDE", false],
  ["a direct message", "D0PAIR", false],
  ["a direct message of several", "G0FEW", false],
])("in %s everybody may read a card: whether one is shown follows", async (_where, channel, isShown) => {
  const { slack, link, lines } = await startWithPersona();

  const message = slack.person("U0MIA").say(channel, link);
  await expectPreviews(slack, message, isShown ? 1 : 0);

  expect(lines.filter((line) => line.includes("could not be previewed"))).toEqual([]);
});

test("nobody from outside has a card shown, nothing is shown while a message is written, and nothing of what is not there", async () => {
  const { slack, link, id } = await startWithPersona();
  const mia = slack.person("U0MIA");

  const composed = mia.compose("C0GENERAL", link);
  const theirs = slack.person(company).say("C0GENERAL", link);
  const others = ["per_zzzzzzzzzz", "pffffffffff", "nothing"].map((wrong) =>
    mia.say("C0GENERAL", `https://${domain}/${wrong}`),
  );
  const both = mia.say("C0GENERAL", `https://${domain}/${id}/per_zzzzzzzzzz`);
  await sleep(300);

  expect(slack.composerPreviews(composed)).toEqual([]);
  for (const message of [theirs, ...others, both]) expect(slack.previews(message)).toEqual([]);
});

test("at most five cards hang below a message, and one of a deleted persona does not", async () => {
  const { slack, chat, id, link } = await startWithPersona();
  const others = Array.from({ length: 8 }, (_, index) => `https://${domain}/p1700000000${index}`);
  const ours = Array.from({ length: 8 }, (_, index) => `https://${domain}/${index}/${id}`);
  const many = [...others, ...ours];

  const message = slack.person("U0MIA").say("C0GENERAL", many.join(" "));
  await untilTrue(() => slack.previews(message).length > 0, { what: "the previews" });
  expect(slack.previews(message).map(({ url }) => url)).toEqual(ours.slice(0, 5));

  await chat.run("persona-delete", { persona: "Ada" });
  await (await reads(chat, "Delete")).press("Delete here and in Tavus");
  await reads(chat, "“Ada” was deleted");
  const late = slack.person("U0MIA").say("C0GENERAL", link);
  await expectPreviews(slack, late, 0);
});

test("what Slack refuses is in the log, and takes nothing else along", async () => {
  const { slack, link, lines, chat } = await startWithPersona();
  slack.credentials.scopes.delete("links:write");

  const message = slack.person("U0MIA").say("C0GENERAL", link);
  await untilTrue(() => lines.some((line) => line.includes("could not be previewed")), {
    what: "the log line",
  });

  expect(slack.previews(message)).toEqual([]);
  expect(lines.find((line) => line.includes("could not be previewed"))).toContain("links:write");
  await chat.run("persona-list");
  await reads(chat, "Personas: 1");
});

test.each<[what: string, env: Record<string, string>, isGiven: boolean]>([
  ["the bot's own address is among the domains", { PUBLIC_URL: `https://bot.${domain}`, PORT: "0" }, true],
  ["the bot's own address is another", { PUBLIC_URL: "https://bot.example", PORT: "0" }, false],
  ["nothing listens at it", { PUBLIC_URL: `https://bot.${domain}` }, false],
  ["the bot has no address", {}, false],
])("where %s a shown persona has a link to copy, or none", async (_what, env, isGiven) => {
  const { chat, id, slack } = await startWithPersona(env);

  await chat.run("persona-show", { persona: "Ada" });
  const { text } = await reads(chat, "You help.");

  const link = `https://bot.${domain}/slack/personas/${id}`;
  expect(text.includes(link)).toBe(isGiven);
  expect(text.includes("https://")).toBe(isGiven);
  const message = slack.person("U0MIA").say("C0GENERAL", link);
  await expectPreviews(slack, message, 1);
});
