import { afterEach, beforeEach, expect, test } from "vitest";
import { ClientRefusal } from "../../../../sandbox/stand-ins/slack/person/client-checks.ts";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { type SmallBot, startSocketBot } from "./slack-small-bot.ts";

let slack: SlackStandIn;
let bot: SmallBot;

const plain = (text: string) => ({ type: "plain_text", text }) as const;

beforeEach(async () => {
  slack = await createSlackStandIn();
  bot = await startSocketBot(slack);
});

afterEach(async () => {
  await bot.stop();
  await slack.close();
});

test("the client keeps back a form that lacks a required field or is too long", async () => {
  const ada = slack.person("U0ADA");
  const view = await (await ada.command("C0GENERAL", "/persona-create")).view();

  const empty = await ada.submit(view).catch((error: unknown) => error);
  await ada.fill(view, { name: "x".repeat(81) });

  expect(empty).toBeInstanceOf(ClientRefusal);
  expect(empty).toMatchObject({ errors: { name: expect.stringContaining("required") } });
  await expect(ada.submit(view)).rejects.toThrow("no more than 80");
});

test("a file a person picks can be downloaded by the bot from the submitted address", async () => {
  const ada = slack.person("U0ADA");
  const command = await ada.command("C0GENERAL", "/persona-create");
  const picked = { name: "prompt.md", bytes: "# You are Ada" };
  const view = await ada.fill(command, { name: "Ada", file: picked });

  await ada.submit(view);
  const posted = await slack.until(() => slack.directMessages("U0ADA")[0]);

  const [file] = JSON.parse(posted.text).file.file.files;
  const authorization = `Bearer ${slack.credentials.botToken}`;
  const response = await fetch(file.url_private_download, { headers: { authorization } });
  expect(file).toMatchObject({ name: "prompt.md", mimetype: "text/markdown", size: 13 });
  expect(await response.text()).toBe("# You are Ada");
});

test("the client keeps back a file of a type the field does not take", async () => {
  const ada = slack.person("U0ADA");
  const picked = { name: "movie.mp4", bytes: new Uint8Array(3) };
  const view = await ada.fill(await ada.command("C0GENERAL", "/persona-create"), { name: "A", file: picked });

  await expect(ada.submit(view)).rejects.toThrow("accepted type");
});

test("errors for a block that is no input are a problem, and none are shown", async () => {
  bot.app.view("odd", async ({ ack }) => ack({ response_action: "errors", errors: { nowhere: "no" } }));
  bot.app.command("/odd", async ({ ack, client, command: { trigger_id } }) => {
    await ack();
    await client.views.open({
      trigger_id,
      view: { type: "modal", callback_id: "odd", title: plain("Odd"), submit: plain("Go"), blocks: [] },
    });
  });
  const ada = slack.person("U0ADA");
  const view = await (await ada.command("C0GENERAL", "/odd")).view();

  await (await ada.submit(view)).acked();

  expect(view).toMatchObject({ isOpen: true, errors: {} });
  expect(slack.problems).toMatchObject([{ message: "errors name no input block: nowhere" }]);
});

test("an answer to a submit may push a view, and at most three stand on each other", async () => {
  const step = (number: number) => ({
    type: "modal" as const,
    callback_id: "step",
    title: plain(`Step ${number}`),
    submit: plain("Next"),
    private_metadata: String(number),
    blocks: [],
  });
  bot.app.command("/steps", async ({ ack, client, command: { trigger_id } }) => {
    await ack();
    await client.views.open({ trigger_id, view: step(1) });
  });
  bot.app.view("step", async ({ ack, view }) =>
    ack({ response_action: "push", view: step(Number(view.private_metadata) + 1) }),
  );
  const ada = slack.person("U0ADA");
  await (await ada.command("C0GENERAL", "/steps")).view();

  for (let turn = 0; turn < 3; turn += 1) {
    const [top] = slack.openViews("U0ADA");
    if (top !== undefined) await (await ada.submit(top)).acked();
  }

  expect(slack.openViews("U0ADA")).toMatchObject([{ definition: { private_metadata: "3" } }]);
  expect(slack.problems).toMatchObject([{ message: "push_limit_reached" }]);
});

test("the same submit delivered again after the view closed changes nothing", async () => {
  const ada = slack.person("U0ADA");
  const view = await ada.fill(await ada.command("C0GENERAL", "/persona-create"), { name: "Ada" });
  const first = await ada.submit(view);
  await first.acked();

  const again = await slack.deliver(first.payload, { id: first.id }).acked();

  expect(again.outcome).toBe("acked");
  expect(view.isOpen).toBe(false);
});

test("a choice in a message's menu is sent with the menu's state", async () => {
  const options = ["a", "b"].map((value) => ({ text: plain(value), value }));
  bot.app.command("/pick", async ({ ack }) =>
    ack({
      text: "Which one?",
      blocks: [
        {
          type: "actions",
          block_id: "menu",
          elements: [{ type: "static_select", action_id: "pick", options }],
        },
      ],
    }),
  );
  bot.app.action("pick", async ({ ack, respond }) => {
    await ack();
    await respond({ delete_original: true });
  });
  const ada = slack.person("U0ADA");
  const message = await (await ada.command("C0GENERAL", "/pick")).message();

  const choice = await ada.choose(message, "pick", "b");
  await slack.until(() => (slack.ephemerals("C0GENERAL", "U0ADA").length === 0 ? true : undefined));

  expect(choice?.payload).toMatchObject({
    actions: [{ type: "static_select", block_id: "menu", selected_option: { value: "b" } }],
    state: { values: { menu: { pick: { selected_option: { value: "b" } } } } },
  });
  expect(slack.problems).toEqual([]);
});

test("nobody presses a button of a message only another person sees", async () => {
  const ada = slack.person("U0ADA");
  const command = await ada.command("C0GENERAL", "/persona-create");
  await ada.submit(await ada.fill(command, { name: "Ada" }));
  const message = await command.message();

  await expect(slack.person("U0MIA").press(message, "Retry")).rejects.toThrow("only the person");
  await expect(ada.press(message, "Explode")).rejects.toThrow('no button "Explode"');
});

test("a public message travels along with its button, and a stranger's own team too", async () => {
  bot.app.command("/panel", async ({ ack }) =>
    ack({
      response_type: "in_channel",
      text: "Panel",
      blocks: [
        {
          type: "actions",
          elements: [{ type: "button", action_id: "docs", text: plain("Docs"), url: "https://example.com/" }],
        },
      ],
    }),
  );
  bot.app.action("docs", async ({ ack }) => ack());
  const message = await (await slack.person("U0ADA").command("C0GENERAL", "/panel")).message();

  const press = await slack.person("U0STRANGER").press(message, "docs");

  expect(await press.acked()).toMatchObject({ outcome: "acked" });
  expect(press.payload).toMatchObject({
    user: { id: "U0STRANGER", team_id: "T0OTHER" },
    team: { id: "T0SANDBOX" },
    message: { ts: message.ts, text: "Panel" },
    actions: [{ type: "button", action_id: "docs", url: "https://example.com/" }],
  });
});
