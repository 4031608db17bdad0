import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, LogLevel, type types, type webApi } from "@slack/bolt";
import type { SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";

/** A small bot on the real Bolt, for tests of the stand-in alone. */
export type SmallBot = { readonly app: App; readonly url: string | undefined; stop(): Promise<void> };

const quiet = () => undefined;
/** Tests provoke errors on purpose; their logs would only hide real ones. */
export const silentLogger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => LogLevel.ERROR,
  setName: quiet,
};

const plain = (text: string) => ({ type: "plain_text", text }) as const;
const option = (value: string) => ({ text: plain(value), value });

function replicaMenu(): types.InputBlock {
  return {
    type: "input",
    block_id: "replica",
    optional: true,
    label: plain("Replica"),
    element: { type: "external_select", action_id: "replica", min_query_length: 0 },
  };
}

/** `fill` is the number of times a template was chosen: a new block_id starts the prompt afresh. */
export function personaForm(responseUrl: string, fill = 1, prompt = ""): webApi.ViewsOpenArguments["view"] {
  return {
    type: "modal",
    callback_id: "persona-create",
    title: plain("New persona"),
    submit: plain("Create"),
    private_metadata: responseUrl,
    notify_on_close: true,
    blocks: [
      {
        type: "input",
        block_id: "template",
        dispatch_action: true,
        optional: true,
        label: plain("Template"),
        element: { type: "static_select", action_id: "template", options: ["coach", "blank"].map(option) },
      },
      {
        type: "input",
        block_id: "name",
        label: plain("Name"),
        element: { type: "plain_text_input", action_id: "name", max_length: 80 },
      },
      {
        type: "input",
        block_id: `prompt~${fill}`,
        optional: true,
        label: plain("How should it behave?"),
        element: { type: "plain_text_input", action_id: "prompt", multiline: true, initial_value: prompt },
      },
      {
        type: "input",
        block_id: "traits",
        optional: true,
        label: plain("Traits"),
        element: { type: "checkboxes", action_id: "traits", options: ["friendly", "calm"].map(option) },
      },
      {
        type: "input",
        block_id: "file",
        optional: true,
        label: plain("Prompt file"),
        element: { type: "file_input", action_id: "file", filetypes: ["txt", "md"], max_files: 1 },
      },
      replicaMenu(),
    ],
  };
}

function listen(app: App): void {
  app.command("/persona-create", async ({ ack, client, command }) => {
    await ack();
    const view = personaForm(command.response_url);
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  app.command("/echo", async ({ ack, command }) => ack({ text: command.text, response_type: "ephemeral" }));
  app.command("/silent", async () => undefined);
  app.action("template", async ({ ack, body, client }) => {
    await ack();
    if (!("view" in body) || body.view === undefined) return;
    const { id, hash, private_metadata: url } = body.view;
    await client.views.update({ view_id: id, hash, view: personaForm(url, 2, "You are a coach.") });
  });
  app.options("replica", async ({ ack, payload }) =>
    ack({ options: [option(`r_${payload.value || "any"}`)] }),
  );
  app.view("persona-create", async ({ ack, view, client, body }) => {
    const name = view.state.values.name?.name?.value ?? "";
    if (name === "taken") {
      await ack({ response_action: "errors", errors: { name: "This name is taken." } });
      return;
    }
    await ack();
    const values = JSON.stringify(view.state.values);
    await fetch(view.private_metadata, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: `Saved ${name}`, blocks: retryBlocks(name) }),
    });
    await client.chat.postMessage({ channel: body.user.id, text: values });
  });
  app.view({ callback_id: "persona-create", type: "view_closed" }, async ({ ack }) => ack());
  app.action("retry", async ({ ack, respond }) => {
    await ack();
    await respond({ text: "Linked.", replace_original: true });
  });
  app.event("app_home_opened", async ({ client, event }) => {
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [] } });
  });
}

function retryBlocks(name: string): types.KnownBlock[] {
  return [
    { type: "section", text: plain(`Saved ${name}`) },
    { type: "actions", elements: [{ type: "button", action_id: "retry", text: plain("Retry") }] },
  ];
}

function options({ apiUrl, credentials }: SlackStandIn) {
  return {
    token: credentials.botToken,
    convoStore: false as const,
    logger: silentLogger,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
  };
}

export async function startSocketBot(slack: SlackStandIn): Promise<SmallBot> {
  const app = new App({ ...options(slack), socketMode: true, appToken: slack.credentials.appToken });
  listen(app);
  const before = slack.socketCount();
  await app.start();
  await slack.connected(before + 1);
  return { app, url: undefined, stop: async () => void (await app.stop()) };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the bot has no port");
  return address.port;
}

export async function startHttpBot(slack: SlackStandIn): Promise<SmallBot> {
  const { signingSecret } = slack.credentials;
  const receiver = new HTTPReceiver({ signingSecret, logger: silentLogger });
  const app = new App({ ...options(slack), receiver });
  listen(app);
  const server = await receiver.start(0);
  const url = `http://127.0.0.1:${portOf(server.address())}/slack/events`;
  return { app, url, stop: async () => void (await receiver.stop()) };
}
