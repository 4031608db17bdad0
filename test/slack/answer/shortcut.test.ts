import { describe, expect, test } from "vitest";
import type { SlackStandIn } from "../../../sandbox/stand-ins/slack/stand-in.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, done, formHandlers, type Handlers, startSlack } from "../setup.ts";

async function isSaid(standIn: SlackStandIn) {
  return standIn.until(() => standIn.ephemerals(channel, "U0MIA").find(({ text }) => text === "Done"));
}

describe("A shortcut in the menu of a message", () => {
  const answers: Handlers = { command: (_interaction, answering) => answering.answer(done) };
  const fills: Handlers = {
    ...formHandlers,
    fill: (_interaction, answering) => answering.updateForm(anOpenForm({ values: { prompt: "A coach." } })),
  };

  test.each<[string, Handlers]>([
    ["at once", answers],
    ["by its form", formHandlers],
    ["by its form, filled in by a template", fills],
  ])("in a thread is answered in that thread: %s", async (how, handlers) => {
    const { standIn } = await startSlack(handlers);
    const person = standIn.person("U0MIA");
    const first = person.say(channel, "A thread");

    const delivery = await person.chooseOn(person.reply(first, "Be a coach"), "persona-create");
    if (how.includes("form")) {
      const view = await person.fill(delivery, { name: "Ada" });
      if (how.includes("template")) {
        await person.choose(view, "template", "Coach");
        await standIn.until(() => ("prompt~1" in view.state ? true : undefined));
      }
      await person.submit(view);
    }

    expect((await isSaid(standIn)).threadTs).toBe(first.ts);
    expect(standIn.problems).toEqual([]);
  });

  test("that a thread hangs below is answered in the channel, where that message stands", async () => {
    const { standIn } = await startSlack(answers);
    const person = standIn.person("U0MIA");
    const first = person.say(channel, "A thread");
    // Slack says so of it as soon as somebody has replied.
    standIn.alter((payload) => ({
      ...payload,
      message: { ...Object(payload.message), thread_ts: first.ts },
    }));

    await person.chooseOn(first, "persona-create");

    expect((await isSaid(standIn)).threadTs).toBeUndefined();
  });

  test.each([
    ["hands over its file, where Slack sends the id of that alone", undefined, ["prompt.md"]],
    ["leaves out a file that is gone", { error: "file_deleted" }, []],
    ["leaves out a file of which Slack says nothing", { body: { ok: true } }, []],
    ["leaves out a file in whose place a proxy's page comes", { page: "<html>Log in</html>" }, []],
    ["leaves out a file that takes too long", { delayMs: 3000 }, []],
  ])("%s", async (_what, fault, names) => {
    const { standIn, seen } = await startSlack(answers);
    const person = standIn.person("U0MIA");
    const message = person.say(channel, "", [{ name: "prompt.md", bytes: "You coach." }]);
    const files = [{ id: message.files[0]?.id, mode: "file_access", file_access: "check_file_info" }];
    standIn.alter((payload) => ({ ...payload, message: { ...Object(payload.message), files } }));
    if (fault) standIn.fail("files.info", fault);

    await person.chooseOn(message, "persona-create");

    await isSaid(standIn);
    const given = names.map((name) => ({ name, sizeBytes: 10, url: expect.stringContaining("/files-pri/") }));
    expect(seen).toMatchObject([{ given: { text: "", files: given } }]);
  });

  test("hands over the names of channels that everybody may know, and of no others", async () => {
    const { standIn, seen } = await startSlack(answers);
    const person = standIn.person("U0MIA");

    const text = "See <#C0GENERAL>, <#C0RANDOM|>, <#C0PRIVATE>, <#C0SECRET|> and <#C0GONE>.";
    await person.chooseOn(person.say(channel, text), "persona-create");

    await isSaid(standIn);
    const read = "See #general, #random, #C0PRIVATE, #C0SECRET and #C0GONE.";
    expect(seen).toMatchObject([{ given: { text: read } }]);
  });

  test("hands over the names that are there in time, whichever else are not", async () => {
    const { standIn, seen } = await startSlack(answers);
    const person = standIn.person("U0MIA");
    standIn.fail("users.info", { delayMs: 3000, times: 1 });
    standIn.fail("conversations.info", { delayMs: 3000, times: 1 });

    const text = "Ask <@U0ADA> or <@U0MIA> in <#C0GENERAL> or <#C0RANDOM>.";
    await person.chooseOn(person.say(channel, text), "persona-create");

    await isSaid(standIn);
    expect(seen).toMatchObject([{ given: { text: "Ask @U0ADA or @mia in #C0GENERAL or #random." } }]);
  });

  test.each([
    ["are there in time", 0, "Ask @ada, @U0NOBODY."],
    ["are not", 3000, "Ask @U0ADA, @U0NOBODY."],
  ])("hands over the names of whom the message mentions, where they %s", async (_when, delayMs, text) => {
    const { standIn, seen } = await startSlack(answers);
    const person = standIn.person("U0MIA");
    standIn.fail("users.info", { delayMs, times: 2 });

    await person.chooseOn(person.say(channel, "Ask <@U0ADA>, <@U0NOBODY>."), "persona-create");

    await isSaid(standIn);
    expect(seen).toMatchObject([{ kind: "command", given: { text } }]);
  });
});
