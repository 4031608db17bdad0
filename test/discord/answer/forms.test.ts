import { expect, test } from "vitest";
import type { FormValues } from "../../../src/chat/form/field.ts";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import { personaForm } from "../samples.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const open: OpenForm = {
  form: personaForm,
  command: "persona-create",
  formId: "f1",
  values: { name: "Ada" },
};

test("a command opens a form as its first answer, and the form comes back with its values", async () => {
  const sent = Promise.withResolvers<FormValues>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.openForm(open),
      async form({ values }, answering) {
        sent.resolve(values);
        await answering.acceptForm();
        await answering.answer({ tone: "success", title: "Saved" });
      },
    }),
  );

  const opened = await ada.command(channelId, "persona-create", { replica: "r1" });
  const submission = await ada.submit(opened, { traits: ["calm"], tone: ["dry"], prompt: "Be kind." });

  expect(await sent.promise).toEqual({ name: "Ada", traits: ["calm"], tone: "dry", prompt: "Be kind." });
  expect(await submission.message()).toMatchObject({ embeds: [{ title: "Saved" }], flags: 64 });
  expect(standIn.problems).toEqual([]);
});

test("a refused form is answered privately and opens again from its button", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.openForm(open),
      form: (_interaction, answering) =>
        answering.refuseForm(
          { name: "Taken" },
          {
            tone: "failure",
            title: "Not saved yet",
            buttons: [{ label: "Open again", action: "open", state: "f1" }],
            visibility: "public",
          },
        ),
      button: (_interaction, answering) => answering.openForm({ ...open, notice: "Not saved yet" }),
    }),
  );
  const opened = await ada.command(channelId, "persona-create", { replica: "r1" });

  const refused = await ada.submit(opened);
  const press = await ada.press(await refused.message(), "Open again");

  expect((await refused.message()).flags).toBe(64);
  expect(await press.modal()).toMatchObject({ customId: "pf1:form:persona-create:f1" });
  expect(standIn.problems).toEqual([]);
});

test("a form opened from a private message is answered in that message's place", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "Edit?",
          buttons: [{ label: "Edit", action: "edit", state: "1" }],
        }),
      button: (_interaction, answering) => answering.openForm(open),
      form: (_interaction, answering) => answering.answer({ tone: "success", title: "Saved" }),
    }),
  );
  const listed = await ada.command(channelId, "persona-list");
  const opened = await ada.press(await listed.message(), "Edit");

  const submission = await ada.submit(opened);

  expect(await submission.answered()).toMatchObject({ type: 7 });
  expect(ada.messages(channelId)).toMatchObject([{ embeds: [{ title: "Saved" }] }]);
  expect(standIn.problems).toEqual([]);
});

test("a form that comes too late to open by itself is offered on a button", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      async command(_interaction, answering) {
        await answering.defer({ tone: "working", title: "Working" });
        await answering.openForm(open);
      },
      button: (_interaction, answering) => answering.openForm(open),
    }),
  );
  const slow = await ada.command(channelId, "persona-create", { replica: "r1" });

  const press = await ada.press(await slow.settled(), "Open New persona");

  expect(await press.modal()).toMatchObject({ customId: "pf1:form:persona-create:f1" });
  expect(standIn.problems).toEqual([]);
});

test("suggestions are shortened visibly, and at most 25", async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ value: `r${index}`, label: "x".repeat(120) }));
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      suggest: ({ field, typed }, answering) =>
        answering.suggest([{ value: typed, label: `${field}: ${typed}` }, ...many]),
    }),
  );

  const suggestions = await ada.suggest(channelId, "persona-create", { replica: "An" });

  expect(suggestions).toHaveLength(25);
  expect(suggestions[0]).toEqual({ name: "replica: An", value: "An" });
  expect(suggestions[1]?.name).toBe(`${"x".repeat(99)}…`);
  expect(standIn.problems).toEqual([]);
});

test.each<[string, Uint8Array, number, string | RegExp]>([
  ["text with a byte order mark", Buffer.from("\uFEFFGrüße 👋"), 100, "Grüße 👋"],
  ["a file over the limit", Buffer.alloc(2001, "a"), 2000, /more than 2 kB/],
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]), 100, /not plain text/],
])("fetching %s", async (_what, bytes, maxBytes, expected) => {
  const fetched = Promise.withResolvers<string>();
  const { ada, channelId } = await aStartedBot(
    dispatchOf({
      async command({ values }, answering) {
        const file = values.file;
        if (typeof file !== "object" || !("url" in file)) throw new Error("No file came");
        const text = answering.fetchText({ ...file, sizeBytes: 0 }, maxBytes);
        fetched.resolve(await text.catch((error: Error) => `${error.name}: ${error.message}`));
      },
    }),
  );
  const file = { filename: "prompt.txt", contentType: "text/plain", bytes };

  await ada.command(channelId, "persona-create", { replica: "r1", file });

  const got = await fetched.promise;
  if (typeof expected === "string") expect(got).toBe(expected);
  else expect(got).toMatch(expected);
});

test("a file that is gone is asked for again", async () => {
  const failure = Promise.withResolvers<unknown>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: async (_interaction, answering) => {
        const url = `${standIn.apiUrl.replace("/api", "")}/attachments/1/no.txt`;
        await answering.fetchText({ name: "no.txt", sizeBytes: 1, url }, 100).catch(failure.resolve);
      },
    }),
  );

  await ada.command(channelId, "persona-list");

  expect(await failure.promise).toMatchObject({
    name: "UserError",
    message: expect.stringMatching(/Upload it again/),
  });
});

test("a form that is stored nowhere yet is kept in a private message, which its answer then replaces", async () => {
  const goOn = Promise.withResolvers<void>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) => answering.openForm(open),
      async form({ values }, answering) {
        const files = [{ name: "your-text.txt", text: "Be kind." }];
        const reply = { tone: "working", title: "Working on it…", files } as const;
        await answering.keepForm({ notice: "", values, reply: { ...reply, files } });
        await goOn.promise;
        await answering.answer({ tone: "success", title: "Saved" });
      },
    }),
  );
  const opened = await ada.command(channelId, "persona-create", { replica: "r1" });

  const submission = await ada.submit(opened, { prompt: "Be kind." });
  const kept = await submission.message();
  expect(kept).toMatchObject({ flags: 64, embeds: [{ title: "Working on it…" }] });
  expect(kept.attachments.map(({ filename }) => filename)).toEqual(["your-text.txt"]);
  goOn.resolve();
  const answer = await submission.settled((message) => message.embeds[0]?.title === "Saved");

  expect(answer.attachments).toEqual([]);
  expect(standIn.problems).toEqual([]);
});

test("an answer for everybody leaves no announcement of a form behind, nor what its message had to press", async () => {
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({
          tone: "neutral",
          title: "List",
          buttons: [{ label: "Edit", action: "edit", state: "1" }],
        }),
      button: (_interaction, answering) => answering.openForm(open),
      async form({ values }, answering) {
        await answering.keepForm({ notice: "", values, reply: { tone: "working", title: "Working on it…" } });
        await answering.answer({ tone: "success", title: "For all", visibility: "public" });
      },
    }),
  );
  const listed = await ada.command(channelId, "persona-list");
  const opened = await ada.press(await listed.message(), "Edit");

  const submission = await ada.submit(opened, { prompt: "Be kind." });

  await expect.poll(() => standIn.messages(channelId)).toMatchObject([{ embeds: [{ title: "For all" }] }]);
  expect(await submission.message()).toMatchObject({
    embeds: [{ title: expect.stringMatching(/is below/) }],
    components: [],
  });
  expect(standIn.problems).toEqual([]);
});
