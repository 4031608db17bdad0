import { expect, test } from "vitest";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { untilTrue } from "../../support/until-true.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const ephemeral = 64;
const working: Reply = { tone: "working", title: "Working" };
const forAll: Reply = { tone: "success", title: "For all", visibility: "public" };

function done(title = "Done"): Reply {
  return { tone: "success", title, buttons: [{ label: "Go on", action: "next", state: "1" }] };
}

/** A bot that answers /persona-list this way. */
function aBotAnswering(command: (answering: Answering) => Promise<unknown>) {
  return aStartedBot(dispatchOf({ command: (_interaction, answering) => command(answering) }));
}

/** What a bot that answers a press on its private message this way makes of that message. */
async function pressed(button: (answering: Answering) => Promise<unknown>) {
  const started = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.answer(done("Press")),
      button: (_interaction, answering) => button(answering),
    }),
  );
  const listed = await started.ada.command(started.channelId, "persona-list");
  const press = await started.ada.press(await listed.message(), "Go on");
  return { ...started, listed, press };
}

test("an answer that is ready is one private message", async () => {
  const { ada, channelId, standIn } = await aBotAnswering((answering) => answering.answer(done()));

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.answered()).toMatchObject({ type: 4, data: { flags: ephemeral } });
  expect(await interaction.message()).toMatchObject({ embeds: [{ title: "Done" }] });
  expect(interaction.followUps).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a public answer is seen by the channel", async () => {
  const { ada, channelId, standIn } = await aBotAnswering((answering) => answering.answer(forAll));

  await (await ada.command(channelId, "persona-list")).answered();

  expect(standIn.messages(channelId)).toMatchObject([{ embeds: [{ title: "For all" }] }]);
});

test("a slow answer is announced and then takes the announcement's place", async () => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.answer(done());
  });

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.answered()).toMatchObject({ type: 5, data: { flags: ephemeral } });
  expect(await interaction.settled()).toMatchObject({ embeds: [{ title: "Done" }], flags: ephemeral });
  expect(interaction.followUps).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a public answer after a private announcement is a message of its own", async () => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.answer(forAll);
  });

  const interaction = await ada.command(channelId, "persona-list");
  await interaction.settled(({ embeds }) => embeds[0]?.title === "For all");

  expect(standIn.messages(channelId)).toMatchObject([{ embeds: [{ title: "For all" }] }]);
  expect(interaction.original).toMatchObject({
    flags: ephemeral,
    embeds: [{ title: expect.stringMatching(/is below/) }],
  });
  expect(standIn.problems).toEqual([]);
});

test("a press on a private message replaces that message", async () => {
  const { press, listed, standIn } = await pressed((answering) => answering.answer(done("Next page")));

  expect(await press.answered()).toMatchObject({ type: 7 });
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Next page" }] });
  expect(standIn.problems).toEqual([]);
});

test("a slow press on a private message shows that it was taken, and replaces the message later", async () => {
  const seen = Promise.withResolvers<void>();
  const { press, listed, standIn } = await pressed(async (answering) => {
    await answering.defer(working);
    await seen.promise;
    await answering.answer({ tone: "success", title: "Next page" });
  });

  expect(await press.answered()).toMatchObject({ type: 7 });
  expect(await listed.message()).toMatchObject({
    embeds: [{ title: "Press" }],
    components: [{ components: [{ label: "Working", disabled: true }] }],
  });
  seen.resolve();
  await press.settled(({ embeds }) => embeds[0]?.title === "Next page");
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Next page" }], components: [] });
  expect(standIn.problems).toEqual([]);
});

test.each<[what: string, say: (answering: Answering) => Promise<unknown>]>([
  ["an answer for everybody", (answering) => answering.answer(forAll)],
  ["a text to be read", (answering) => answering.showText("For all", "all.txt", "All of it")],
  [
    "why it came to nothing",
    (answering) => answering.answerBeside({ ...forAll, visibility: "private" }, done()),
  ],
])("a slow press that is answered below with %s gets its buttons back", async (_what, say) => {
  const { press, listed, standIn } = await pressed(async (answering) => {
    await answering.defer(working);
    await say(answering);
  });

  await press.answered();
  const label = async () => JSON.stringify((await listed.message()).components);
  await untilTrue(async () => (await label()).includes("Go on"));
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Press" }] });
  expect(standIn.problems).toEqual([]);
});

test("a post after the answer is a message for the channel, and a later change keeps to the answer", async () => {
  const { press, listed, standIn, channelId } = await pressed(async (answering) => {
    await answering.answer(done("Shared"));
    await answering.post(forAll);
    await answering.amend(done("Shared and changed"));
  });

  await press.settled(({ embeds }) => embeds[0]?.title === "Shared and changed");
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Shared and changed" }] });
  expect(standIn.messages(channelId)).toMatchObject([{ embeds: [{ title: "For all" }] }]);
  expect(standIn.problems).toEqual([]);
});

test("a press on a public message leaves it as it is", async () => {
  const { ada, channelId } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.answer({ ...done("Press"), visibility: "public" }),
      button: (_interaction, answering) => answering.answer(done("For you")),
    }),
  );
  const listed = await ada.command(channelId, "persona-list");

  const press = await ada.press(await listed.message(), "Go on");

  expect(await press.answered()).toMatchObject({ type: 4, data: { flags: ephemeral } });
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Press" }] });
});

test("a second answer does not wipe out the first", async () => {
  const { ada, channelId } = await aBotAnswering(async (answering) => {
    await answering.answer(done("Both IDs"));
    await answering.answer({ tone: "failure", title: "Something else failed" });
  });

  const interaction = await ada.command(channelId, "persona-list");
  const second = await interaction.settled(({ embeds }) => embeds[0]?.title === "Something else failed");

  expect(second).toMatchObject({ flags: ephemeral });
  expect(interaction.original).toMatchObject({ embeds: [{ title: "Both IDs" }] });
});

test("an answer whose announcement was dismissed is sent below", async () => {
  const gone = Promise.withResolvers<void>();
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await gone.promise;
    await answering.answer(done());
  });
  const interaction = await ada.command(channelId, "persona-list");
  standIn.deleteMessage((await interaction.message()).id);

  gone.resolve();

  expect(await interaction.settled()).toMatchObject({ embeds: [{ title: "Done" }], isFollowUp: true });
});

test("a change after the token's end is refused, and nothing more is sent", async () => {
  const expired = Promise.withResolvers<void>();
  const amended: Promise<boolean>[] = [];
  const { ada, channelId, reports } = await aBotAnswering(async (answering) => {
    await answering.answer(done());
    await expired.promise;
    amended.push(answering.amend(done("Late")), answering.amend(done("Later")));
  });
  const interaction = await ada.command(channelId, "persona-list");
  await interaction.answered();
  interaction.expireToken();

  expired.resolve();
  await expect.poll(() => amended.length).toBe(2);

  expect(await Promise.all(amended)).toEqual([false, false]);
  expect(reports.lines.join("")).toContain("50027");
  expect(reports.lines.join("")).not.toContain(interaction.token);
});

test("an interaction that somebody else answered gets nothing more, and nothing is thrown", async () => {
  const outcome = Promise.withResolvers<boolean>();
  const { ada, channelId, standIn, reports } = await aBotAnswering(async (answering) => {
    await answering.answer(done());
    await answering.post(forAll);
    outcome.resolve(await answering.amend(done()));
  });
  const code = 40060;
  standIn.fault({
    match: /^POST \/interactions/,
    answer: { status: 400, body: { code, message: "Interaction has already been acknowledged." } },
  });

  await ada.command(channelId, "persona-list");

  expect(await outcome.promise).toBe(false);
  expect(standIn.messages(channelId)).toEqual([]);
  expect(reports.lines.join("")).toContain(String(code));
});

test.each([
  "before",
  "after",
] as const)("an answer whose connection broke %s it was taken is given once", async (drop) => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.answer(done());
    await answering.amend(done("Changed"));
  });
  standIn.fault({ match: /^POST \/interactions/, drop });

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.settled(({ embeds }) => embeds[0]?.title === "Changed")).toBeDefined();
  expect(ada.messages(channelId)).toHaveLength(1);
});

test("an edit is repeated when Discord fails", async () => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.answer(done());
  });
  standIn.fault({ match: /^PATCH \/webhooks/, answer: { status: 502 } });

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.settled()).toMatchObject({ embeds: [{ title: "Done" }] });
});

test("a refusal by Discord names the operation and its code, and neither token nor content", async () => {
  const failure = Promise.withResolvers<unknown>();
  const { ada, channelId, standIn } = await aBotAnswering((answering) =>
    answering.answer(done("Secret title")).catch(failure.resolve),
  );
  const body = { code: 50035, message: "Invalid Form Body" };
  standIn.fault({ match: /^POST \/interactions/, answer: { status: 400, body } });

  const interaction = await ada.command(channelId, "persona-list");

  const error = await failure.promise;
  expect(error).toMatchObject({ name: "OutsideError", message: expect.stringContaining("code 50035") });
  expect(error).not.toHaveProperty("cause");
  expect(JSON.stringify(error)).not.toContain(interaction.token);
});

test.each([
  "before",
  "after",
] as const)("an announcement lost twice %s it was taken gives way to the answer", async (drop) => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working).catch(() => undefined);
    await answering.answer(done());
  });
  standIn.fault({ match: /^POST \/interactions/, drop, times: 2 });

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.settled()).toMatchObject({ embeds: [{ title: "Done" }] });
  expect(ada.messages(channelId)).toHaveLength(1);
});

test.each([1, 2, 3, 4, 6])("an answer lost %i times after it was taken is not given again", async (times) => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    expect(await answering.answer(done())).toBe(true);
  });
  standIn.fault({ match: /^POST \/interactions/, drop: "after", times });

  const interaction = await ada.command(channelId, "persona-list");

  await expect.poll(() => ada.messages(channelId).length).toBe(1);
  expect(interaction.followUps).toEqual([]);
});

test("an answer that cannot take the announcement's place is sent below it", async () => {
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.answer(done());
  });
  const body = { code: 10000, message: "Something else" };
  standIn.fault({ match: /^PATCH \/webhooks/, answer: { status: 400, body } });

  const interaction = await ada.command(channelId, "persona-list");

  expect(await interaction.settled()).toMatchObject({ embeds: [{ title: "Done" }] });
});

const failed: Reply = { tone: "failure", title: "It did not work" };
const failedHere: Reply = {
  ...failed,
  buttons: [{ label: "Try again", action: "next", state: "1" }],
};

test.each<[before: string, say: (answering: Answering) => Promise<void>]>([
  ["nothing", async () => {}],
  ["that work goes on", (answering) => answering.defer(working)],
  [
    "a state in between",
    async (answering) => {
      await answering.defer(working);
      await answering.progress({ ...working, title: "Half" });
    },
  ],
  ["something by a process that is gone", async (answering) => answering.takeOver?.()],
])("a press that comes to nothing after %s leaves its button to be pressed again", async (before, say) => {
  const { listed, press, standIn } = await pressed(async (answering) => {
    if (before.includes("gone")) await answering.defer(working);
    await say(answering);
    expect(await answering.answerBeside(failed, failedHere)).toBe(true);
  });

  const shown = () =>
    [listed.original, press.original, ...press.followUps].filter((each) => each !== undefined);
  await untilTrue(() => JSON.stringify(shown()).includes(failed.title));
  await untilTrue(() => JSON.stringify(shown()).includes("pf1:next:1"));
  expect(standIn.problems).toEqual([]);
});

test("a press that comes to nothing, and whose button cannot be given back, has it below", async () => {
  const started = Promise.withResolvers<void>();
  const { press, standIn } = await pressed(async (answering) => {
    await answering.defer(working);
    await started.promise;
    await answering.answerBeside(failed, failedHere);
  });
  const body = { code: 10000, message: "Something else" };
  standIn.fault({ match: /^PATCH \/webhooks/, answer: { status: 400, body }, times: 2 });
  started.resolve();

  await expect
    .poll(() => press.followUps)
    .toMatchObject([
      { embeds: [{ title: failed.title }], components: [{ components: [{ label: "Try again" }] }] },
    ]);
});
