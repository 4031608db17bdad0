import { expect, test, vi } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { anOpenForm } from "../sample-form.ts";
import { channel, type Handlers, startSlack } from "../setup.ts";

const done: Reply = { tone: "success", title: "Done" };
const working: Reply = { tone: "working", title: "Working" };
const half: Reply = { tone: "working", title: "Half" };

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text);

const choosing: Reply = {
  tone: "neutral",
  title: "Which?",
  menu: { label: "Choose", action: "show", choices: [{ value: "per_1", label: "Ada" }] },
  buttons: [{ label: "Prompt", action: "prompt", state: "per_1" }],
};

test("choosing in a menu presses its button with what was chosen, and the answer takes its place", async () => {
  const { standIn, seen } = await startSlack({
    command: (_interaction, answering) => answering.answer(choosing),
    button: (_interaction, answering) => answering.answer(done),
  });
  const mia = standIn.person("U0MIA");
  const command = await mia.command(channel, "/persona-show");

  await mia.choose(await command.message(), "pf1:show:", "per_1");

  await vi.waitFor(() => expect(titles(standIn.ephemerals(channel, "U0MIA"))).toEqual(["Done"]));
  expect(seen[1]).toMatchObject({ kind: "button", code: "pf1:show:per_1" });
  expect(standIn.problems).toEqual([]);
});

test("states in between are one direct message, which says the answer in the end", async () => {
  const seen: string[][] = [];
  const { standIn } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer(working);
      await answering.progress(half);
      seen.push(titles(standIn.directMessages("U0MIA")));
      await answering.progress({ ...half, title: "Nearly" });
      seen.push(titles(standIn.directMessages("U0MIA")));
      await answering.answer(done);
    },
  });

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");

  expect((await command.message()).text).toBe("Done");
  await vi.waitFor(() => expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Done"]));
  expect(seen).toEqual([["Half"], ["Nearly"]]);
  expect(standIn.problems).toEqual([]);
});

test("where the answer can stand nowhere else, it takes the place of the state in between", async () => {
  const answered: boolean[] = [];
  const { standIn } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer(working);
      await answering.progress(half);
      standIn.fail("response_url", { status: 404 });
      answered.push(await answering.answer(done));
      answered.push(await answering.amend({ ...done, title: "Later" }));
    },
  });

  await standIn.person("U0MIA").command(channel, "/persona-show");

  await vi.waitFor(() => expect(answered).toEqual([true, true]));
  expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Later"]);
});

test("a state in between of a press goes to the direct messages too", async () => {
  const { standIn } = await startSlack({
    command: (_interaction, answering) => answering.answer(choosing),
    async button(_interaction, answering) {
      await answering.defer(working);
      await answering.progress(half);
    },
  });
  const mia = standIn.person("U0MIA");
  const command = await mia.command(channel, "/persona-show");

  await mia.press(await command.message(), "Prompt");

  await vi.waitFor(() => expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Half"]));
  expect(titles(standIn.ephemerals(channel, "U0MIA"))).toEqual(["Working"]);
  expect(standIn.problems).toEqual([]);
});

test("a form that may still be refused shows no state in between", async () => {
  const beforeSaved: string[][] = [];
  const { standIn } = await startSlack({
    command: (_interaction, answering) => answering.openForm(anOpenForm()),
    async form(_interaction, answering) {
      await answering.defer(working);
      await answering.progress(half);
      beforeSaved.push(titles(standIn.directMessages("U0MIA")));
      await answering.acceptForm();
      await answering.progress(half);
    },
  });
  const mia = standIn.person("U0MIA");
  const view = await mia.fill(await mia.command(channel, "/persona-create"), { name: "Ada" });

  await mia.submit(view);

  await vi.waitFor(() => expect(titles(standIn.directMessages("U0MIA"))).toEqual(["Half"]));
  expect(beforeSaved).toEqual([[]]);
  expect(standIn.problems).toEqual([]);
});

test("who takes no direct messages is not asked again for every state, and gets the answer", async () => {
  const { standIn } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer(working);
      standIn.fail("chat.postMessage", { error: "messages_tab_disabled" });
      await answering.progress(half);
      await answering.progress(half);
      await answering.answer(done);
    },
  });

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");

  expect((await command.message()).text).toBe("Done");
  expect(standIn.directMessages("U0MIA")).toEqual([]);
});

test("an answer that is taken nowhere is reported as such", async () => {
  const answered: boolean[] = [];
  const { standIn } = await startSlack({
    async command(_interaction, answering) {
      await answering.defer(working);
      standIn.fail("response_url", { status: 404 });
      standIn.fail("chat.postMessage", { error: "messages_tab_disabled" });
      answered.push(await answering.answer(done));
    },
  });

  await standIn.person("U0MIA").command(channel, "/persona-show");

  await vi.waitFor(() => expect(answered).toEqual([false]));
});

function aSlackThatOpens(text: string, handlers: Handlers = {}) {
  return startSlack({
    command: (_interaction, answering) => answering.answer(choosing),
    button: (_interaction, answering) => answering.showText("System prompt", "prompt.md", text),
    ...handlers,
  });
}

test("a text opens beside the message that was pressed", async () => {
  const { standIn } = await aSlackThatOpens("Be kind.");
  const mia = standIn.person("U0MIA");
  const command = await mia.command(channel, "/persona-show");

  const press = await mia.press(await command.message(), "Prompt");

  expect(JSON.stringify((await press.view()).blocks)).toContain("Be kind.");
  expect(titles(standIn.ephemerals(channel, "U0MIA"))).toEqual(["Which?"]);
  expect(standIn.problems).toEqual([]);
});

test("a text that comes too late is said to, so that one presses again", async () => {
  const { standIn } = await aSlackThatOpens("Be kind.");
  const mia = standIn.person("U0MIA");
  const command = await mia.command(channel, "/persona-show");
  standIn.fail("views.open", { error: "expired_trigger_id" });

  const press = await mia.press(await command.message(), "Prompt");

  expect((await press.message()).text).toContain("Press the button again");
});

const filesOf = (messages: ReturnType<Awaited<ReturnType<typeof startSlack>>["standIn"]["directMessages"]>) =>
  messages.flatMap(({ files }) =>
    files.map(({ name, bytes }) => [name, Buffer.from(bytes ?? []).toString()]),
  );

test("a text no modal holds comes as a file by direct message", async () => {
  const text = "é".repeat(150_000);
  const { standIn } = await aSlackThatOpens(text);
  const mia = standIn.person("U0MIA");
  const command = await mia.command(channel, "/persona-show");

  const press = await mia.press(await command.message(), "Prompt");

  expect((await press.message()).text).toContain("“prompt.md” is in your direct messages");
  expect(filesOf(standIn.directMessages("U0MIA"))).toEqual([["prompt.md", text]]);
  expect(standIn.problems).toEqual([]);
});

const open = { action: "prompt", state: "per_1" };

test("of an answer's files those that a button opens stay, the others come by direct message", async () => {
  const large = "x".repeat(300_000);
  const { standIn } = await startSlack({
    command: (_interaction, answering) =>
      answering.answer({
        ...done,
        files: [
          { name: "prompt.md", text: "Be kind.", open },
          { name: "large.md", text: large, open },
        ],
      }),
  });

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");
  const message = await command.message();

  expect(JSON.stringify(message.blocks)).toContain("Open prompt.md");
  expect(JSON.stringify(message.blocks)).not.toContain("Open large.md");
  expect(message.text).toContain("“large.md” is in your direct messages");
  expect(filesOf(standIn.directMessages("U0MIA"))).toEqual([["large.md", large]]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["conversations.open", { error: "user_disabled" }],
  ["files.getUploadURLExternal", { error: "missing_scope" }],
  ["files.completeUploadExternal", { status: 500 }],
])("a file lost at %s is said to be missing, and the answer comes", async (method, fault) => {
  const { standIn } = await startSlack({
    command: (_interaction, answering) =>
      answering.answer({ ...done, files: [{ name: "summary.md", text: "Long" }] }),
  });
  standIn.fail(method, fault);

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");

  expect((await command.message()).text).toContain("“summary.md” could not be sent");
});

test.each([
  ["files.getUploadURLExternal", { status: 503 }],
  ["files.getUploadURLExternal", { error: "internal_error" }],
  ["files.getUploadURLExternal", { status: 503, times: 2 }],
])("what Slack gave no verdict of at %s is tried again, and the file comes once", async (method, fault) => {
  const { standIn } = await startSlack({
    command: (_interaction, answering) =>
      answering.answer({ ...done, files: [{ name: "summary.md", text: "Long" }] }),
  });
  standIn.fail(method, fault);

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");

  expect((await command.message()).text).toContain("“summary.md” is in your direct messages");
  expect(filesOf(standIn.directMessages("U0MIA"))).toEqual([["summary.md", "Long"]]);
});

test.each([
  ["conversations.open", { error: "user_disabled" }],
  ["files.getUploadURLExternal", { error: "file_uploads_disabled" }],
  ["files.getUploadURLExternal", { error: "internal_error", times: 9 }],
  ["files.completeUploadExternal", { status: 500 }],
])("what somebody typed stands in the message where its file is lost at %s", async (method, fault) => {
  const typed = "My careful hour. ".repeat(900).trim();
  const { standIn } = await startSlack({
    command: (_interaction, answering) =>
      answering.answer({ ...done, files: [{ name: "your-text.txt", text: typed, isTyped: true }] }),
  });
  standIn.fail(method, fault);

  const command = await standIn.person("U0MIA").command(channel, "/persona-show");
  const { blocks = [] } = await command.message();

  const shown = blocks.map((block) =>
    "text" in block && typeof block.text === "object" ? block.text.text : "",
  );
  expect(shown.join("")).toContain(typed);
  expect(standIn.problems).toEqual([]);
});

test("a file that no button opens comes with a direct message of its own", async () => {
  const { standIn, bot } = await startSlack({});

  const isTaken = await bot.sendDirectFor("T0SANDBOX")("U0MIA", {
    ...done,
    files: [{ name: "summary.md", text: "Long" }],
  });

  expect(isTaken).toBe(true);
  expect(filesOf(standIn.directMessages("U0MIA"))).toEqual([["summary.md", "Long"]]);
  expect(standIn.problems).toEqual([]);
});

test("what is longer than Slack takes of a direct message is not taken for told: it comes with the next command", async () => {
  const { standIn, bot } = await startSlack({});
  standIn.fail("files.getUploadURLExternal", { error: "file_uploads_disabled", times: 9 });
  const typed = "My careful hour. ".repeat(900).trim();
  const refused: string[] = [];

  const isTold = await bot.sendDirectFor("T0SANDBOX")(
    "U0MIA",
    { ...done, files: [{ name: "your-text.txt", text: typed, isTyped: true }] },
    (remedy) => void refused.push(remedy),
  );

  expect(isTold).toBe(false);
  expect(refused).toEqual([expect.stringContaining("too long")]);
  expect(standIn.directMessages("U0MIA")).toEqual([]);
});
