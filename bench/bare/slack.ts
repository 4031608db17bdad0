import { App, type types } from "@slack/bolt";
import { createPersonaWork } from "./persona-work.ts";
import { readSample } from "./sample.ts";

/** The least a Bolt program can be that opens the form, saves it, creates it in Tavus and answers. */
const sample = readSample<types.ModalView, Record<string, unknown>>();
const work = createPersonaWork(sample);
const app = new App({
  token: process.env.SLACK_BOT_TOKEN ?? "",
  appToken: process.env.SLACK_APP_TOKEN ?? "",
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? "" },
});

app.command("/persona-create", async ({ body, ack, client }) => {
  const formId = await work.open(`slack:${body.team_id}`);
  await ack();
  const private_metadata = JSON.stringify({ formId, responseUrl: body.response_url });
  await client.views.open({ trigger_id: body.trigger_id, view: { ...sample.modal, private_metadata } });
});

app.view(sample.modal.callback_id ?? "", async ({ body, view, ack }) => {
  const { formId, responseUrl } = JSON.parse(view.private_metadata);
  const persona = await work.save(`slack:${body.team?.id}`, formId);
  await ack();
  await persona.link();
  await fetch(responseUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sample.message),
  });
});

await app.start();
console.log('{"msg":"ready"}');
