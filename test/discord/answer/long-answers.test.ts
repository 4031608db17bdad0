import { expect, test } from "vitest";
import type { Message } from "../../../sandbox/stand-ins/discord/guild/message.ts";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const ephemeral = 64;
const working: Reply = { tone: "working", title: "Working" };
const withFile: Reply = {
  tone: "success",
  title: "Done",
  files: [{ name: "prompt.md", text: "Sei freundlich, “Ada”." }],
};

function aBotAnswering(command: (answering: Answering) => Promise<unknown>) {
  return aStartedBot(dispatchOf({ command: (_interaction, answering) => command(answering) }));
}

const filesOf = ({ attachments }: Message) =>
  attachments.map(({ filename, bytes }) => [filename, Buffer.from(bytes).toString()]);

const prompt = ["prompt.md", "Sei freundlich, “Ada”."];

test("choosing in a menu presses its button with what was chosen", async () => {
  const codes: string[] = [];
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "Which?",
          menu: { label: "Choose", action: "show", choices: [{ value: "per_1", label: "Ada" }] },
          buttons: [{ label: "All", action: "list", state: "1" }],
        }),
      button({ code }, answering) {
        codes.push(code);
        return answering.answer({ tone: "success", title: "Chosen" });
      },
    }),
  );
  const listed = await ada.command(channelId, "persona-list");

  const choice = await ada.press(await listed.message(), "Choose", ["per_1"]);

  expect(await choice.answered()).toMatchObject({ type: 7 });
  expect(await listed.message()).toMatchObject({ embeds: [{ title: "Chosen" }], components: [] });
  expect(codes).toEqual(["pf1:show:per_1"]);
  expect(standIn.problems).toEqual([]);
});

test("what is typed into an option of a command without a form is suggested to", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      suggest: ({ command, field, typed }, answering) =>
        answering.suggest([{ value: "per_1", label: `${command} ${field} ${typed}` }]),
    }),
  );

  const choices = await ada.suggest(channelId, "persona-list", { persona: "ad" });

  expect(choices).toEqual([{ name: "persona-list persona ad", value: "per_1" }]);
  expect(standIn.problems).toEqual([]);
});

test("a state in between takes the announcement's place, and the answer takes its", async () => {
  const seen = Promise.withResolvers<void>();
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.progress({ tone: "working", title: "Half" });
    await seen.promise;
    await answering.answer({ tone: "success", title: "Done" });
  });

  const interaction = await ada.command(channelId, "persona-list");
  await interaction.settled(({ embeds }) => embeds[0]?.title === "Half");
  seen.resolve();

  await interaction.settled(({ embeds }) => embeds[0]?.title === "Done");
  expect(interaction.followUps).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a state in between of a press stands in the pressed message when that is private", async () => {
  const seen = Promise.withResolvers<void>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "Press",
          buttons: [{ label: "Go on", action: "next", state: "1" }],
        }),
      async button(_interaction, answering) {
        await answering.defer(working);
        await answering.progress({ tone: "working", title: "Half" });
        await seen.promise;
        await answering.answer({ tone: "success", title: "Done" });
      },
    }),
  );
  const listed = await ada.command(channelId, "persona-list");

  const press = await ada.press(await listed.message(), "Go on");
  await press.settled(({ embeds }) => embeds[0]?.title === "Half");
  seen.resolve();
  await press.settled(({ embeds }) => embeds[0]?.title === "Done");

  expect(ada.messages(channelId)).toHaveLength(1);
  expect(standIn.problems).toEqual([]);
});

test("a state in between that Discord fails at is not sent again, and the answer comes", async () => {
  const { ada, channelId, standIn, reports } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.progress({ tone: "working", title: "Half" }).catch(() => undefined);
    await answering.answer({ tone: "success", title: "Done" });
  });
  standIn.fault({ match: /^PATCH \/webhooks/, answer: { status: 502 } });

  const interaction = await ada.command(channelId, "persona-list");

  await interaction.settled(({ embeds }) => embeds[0]?.title === "Done");
  expect(reports.fatal).toEqual([]);
});

test("a file comes with the first answer", async () => {
  const { ada, channelId, standIn } = await aBotAnswering((answering) => answering.answer(withFile));

  const interaction = await ada.command(channelId, "persona-list");

  expect(filesOf(await interaction.message())).toEqual([prompt]);
  expect(standIn.problems).toEqual([]);
});

test("a file comes with an edit, and a later edit without it takes it away", async () => {
  const seen = Promise.withResolvers<void>();
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.defer(working);
    await answering.answer(withFile);
    await seen.promise;
    await answering.amend({ tone: "success", title: "Later" });
  });

  const interaction = await ada.command(channelId, "persona-list");
  const answered = await interaction.settled(({ embeds }) => embeds[0]?.title === "Done");
  seen.resolve();
  const amended = await interaction.settled(({ embeds }) => embeds[0]?.title === "Later");

  expect(filesOf(answered)).toEqual([prompt]);
  expect(filesOf(amended)).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("a file comes with a further message and with a direct one", async () => {
  const { ada, bot, channelId, standIn } = await aBotAnswering(async (answering) => {
    await answering.answer(working);
    await answering.post({ ...withFile, visibility: "public" });
  });

  await ada.command(channelId, "persona-list");
  await bot.sendDirect(ada.userId, withFile);

  await expect.poll(() => standIn.messages(channelId).flatMap(filesOf)).toEqual([prompt]);
  expect(ada.directMessages.flatMap(filesOf)).toEqual([prompt]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["at once", false],
  ["after a deferral", true],
])("a text opened %s comes privately as a file, and the pressed message stays", async (_when, isSlow) => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "Ada",
          buttons: [{ label: "Prompt", action: "prompt", state: "1" }],
        }),
      async button(_interaction, answering) {
        if (isSlow) await answering.defer(working);
        await answering.showText("System prompt", "prompt.md", "Sei freundlich, “Ada”.");
      },
    }),
  );
  const shown = await ada.command(channelId, "persona-list");

  await ada.press(await shown.message(), "Prompt");

  await expect.poll(() => ada.messages(channelId)).toHaveLength(2);
  const [first, second] = ada.messages(channelId);
  expect(first).toMatchObject({ embeds: [{ title: "Ada" }] });
  expect(second).toMatchObject({ embeds: [{ title: "System prompt" }], flags: ephemeral });
  expect(second && filesOf(second)).toEqual([prompt]);
  expect(standIn.problems).toEqual([]);
});

async function answeredAs(
  command: (answering: Answering) => Promise<boolean>,
  failure?: { code: number; status: number },
) {
  const outcome = Promise.withResolvers<boolean>();
  const { ada, channelId, standIn } = await aBotAnswering(async (answering) =>
    outcome.resolve(await command(answering)),
  );
  if (failure) {
    const { code, status } = failure;
    standIn.fault({
      match: /^(POST|PATCH) \/(interactions|webhooks)/,
      answer: { status, body: { code, message: "No." } },
    });
  }
  const interaction = await ada.command(channelId, "persona-list");
  return { interaction, outcome: outcome.promise };
}

test.each([
  [{ code: 10062, status: 404 }, false],
  [{ code: 10015, status: 404 }, false],
  [{ code: 50027, status: 401 }, false],
  // Another process has answered it.
  [{ code: 40060, status: 400 }, true],
])("an answer refused with %j is reported as %j", async (failure, isAnswered) => {
  const { outcome } = await answeredAs((answering) => answering.answer(working), failure);

  expect(await outcome).toBe(isAnswered);
});

test("an answer that Discord took is reported as taken, and one after the token's end as not", async () => {
  const taken = await answeredAs((answering) => answering.answer(working));
  const expired = Promise.withResolvers<void>();
  const late = await answeredAs(async (answering) => {
    await answering.defer(working);
    await expired.promise;
    return answering.answer(working);
  });
  await late.interaction.answered();
  late.interaction.expireToken();
  expired.resolve();

  expect(await taken.outcome).toBe(true);
  expect(await late.outcome).toBe(false);
});
