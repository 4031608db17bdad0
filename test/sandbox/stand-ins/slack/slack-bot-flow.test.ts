import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSlackStandIn, type SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { type SmallBot, startHttpBot, startSocketBot } from "./slack-small-bot.ts";

async function startOverHttp(slack: SlackStandIn): Promise<SmallBot> {
  const bot = await startHttpBot(slack);
  await slack.connectHttp(bot.url ?? "");
  return bot;
}

const ways = [
  { way: "Socket Mode", start: startSocketBot },
  { way: "HTTP", start: startOverHttp },
];

describe.each(ways)("a Bolt bot over $way", ({ start }) => {
  let slack: SlackStandIn;
  let bot: SmallBot;

  beforeEach(async () => {
    slack = await createSlackStandIn();
    bot = await start(slack);
  });

  afterEach(async () => {
    expect(slack.problems).toEqual([]);
    await bot.stop();
    await slack.close();
  });

  test("opens a view, reads the submit, answers by response_url and posts", async () => {
    const ada = slack.person("U0ADA");
    const command = await ada.command("C0GENERAL", "/persona-create");
    const view = await ada.fill(command, { name: "Ada & <co>", traits: ["calm"] });

    const submit = await ada.submit(view);

    expect(await submit.acked()).toMatchObject({ outcome: "acked", payload: {} });
    expect(view.isOpen).toBe(false);
    expect(await command.message()).toMatchObject({ text: "Saved Ada & <co>", ephemeralTo: "U0ADA" });
    const posted = await slack.until(() => slack.directMessages("U0ADA")[0]);
    expect(JSON.parse(posted.text)).toMatchObject({
      name: { name: { type: "plain_text_input", value: "Ada & <co>" } },
      "prompt~1": { prompt: { value: "" } },
      traits: { traits: { selected_options: [{ value: "calm" }] } },
      file: { file: { files: [] } },
      replica: { replica: { selected_option: null } },
    });
  });

  test("answers errors beside a field and keeps the view open", async () => {
    const ada = slack.person("U0ADA");
    const view = await ada.fill(await ada.command("C0GENERAL", "/persona-create"), { Name: "taken" });

    await (await ada.submit(view)).acked();

    expect(view.isOpen).toBe(true);
    expect(view.errors).toEqual({ name: "This name is taken." });
    expect(slack.openViews("U0ADA")).toEqual([view]);
  });

  test("updates the view on dispatch_action, and typed values stay where the ids did", async () => {
    const ada = slack.person("U0ADA");
    const command = await ada.command("C0GENERAL", "/persona-create");
    const view = await ada.fill(command, { name: "Ada", prompt: "typed by hand" });

    await ada.choose(view, "template", "coach");
    await slack.until(() => (view.blocks.some((block) => block.block_id === "prompt~2") ? true : undefined));

    expect(view.state).toMatchObject({
      template: { template: { selected_option: { value: "coach" } } },
      name: { name: { value: "Ada" } },
      "prompt~2": { prompt: { value: "You are a coach." } },
    });
    expect(view.state["prompt~1"]).toBeUndefined();
  });

  test("suggests options, and only a suggested one can be chosen", async () => {
    const ada = slack.person("U0ADA");
    const command = await ada.command("C0GENERAL", "/persona-create");

    await expect(ada.fill(command, { replica: "r_abc" })).rejects.toThrow("not offered");
    const suggested = await ada.suggest(command, "replica", "abc");
    const view = await ada.fill(command, { replica: "r_abc" });

    expect(suggested.options).toMatchObject([{ value: "r_abc" }]);
    expect(view.state.replica).toMatchObject({ replica: { selected_option: { value: "r_abc" } } });
  });

  test("a button of an ephemeral message has no message along and replaces it by response_url", async () => {
    const ada = slack.person("U0ADA");
    const command = await ada.command("C0GENERAL", "/persona-create");
    await ada.submit(await ada.fill(command, { name: "Ada" }));
    const message = await command.message();

    const press = await ada.press(message, "Retry");
    await slack.until(() => (message.edited ? true : undefined));

    expect(press.payload).not.toHaveProperty("message");
    expect(press.payload).toMatchObject({ container: { is_ephemeral: true, message_ts: message.ts } });
    expect(slack.ephemerals("C0GENERAL", "U0ADA").map((each) => each.text)).toEqual(["Linked."]);
  });

  test("command text arrives with its three characters encoded", async () => {
    const mia = slack.person("U0MIA");
    const command = await mia.command("C0PRIVATE", "/echo", "a & <b>");

    const ack = await command.acked();

    expect(ack.payload).toMatchObject({ text: "a &amp; &lt;b&gt;" });
    expect(command.payload).toMatchObject({ channel_name: "privategroup", is_enterprise_install: "false" });
    expect(slack.ephemerals("C0PRIVATE", "U0MIA")).toHaveLength(1);
  });

  test("closing a view tells a bot that asked to hear of it", async () => {
    const ada = slack.person("U0ADA");
    const view = await (await ada.command("C0GENERAL", "/persona-create")).view();

    const closed = ada.closeView(view);

    expect(await closed?.acked()).toMatchObject({ outcome: "acked" });
    expect(closed?.payload).toMatchObject({ type: "view_closed", is_cleared: false });
    expect(slack.openViews("U0ADA")).toEqual([]);
  });

  test("an event is delivered and acknowledged", async () => {
    const opened = slack.event({ type: "app_home_opened", user: "U0ADA", channel: "D0ADA", tab: "home" });

    expect(await opened.acked()).toMatchObject({ outcome: "acked" });
    expect(await slack.until(() => slack.homeView("U0ADA"))).toMatchObject({ userId: "U0ADA" });
  });
});
