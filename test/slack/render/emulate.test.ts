import { webApi } from "@slack/bolt";
import { expect, onTestFinished, test } from "vitest";
import { startEmulatedSlack } from "../../../sandbox/stand-ins/emulated-slack.ts";
import { renderForm } from "../../../src/slack/render/render-form.ts";
import { renderReply } from "../../../src/slack/render/render-reply.ts";
import { anOpenForm } from "../sample-form.ts";

const token = "xoxb-local-test";

async function startEmulator(): Promise<webApi.WebClient> {
  const emulated = await startEmulatedSlack();
  onTestFinished(() => emulated.close());
  return new webApi.WebClient(token, { slackApiUrl: emulated.apiUrl, retryConfig: { retries: 0 } });
}

test("another implementation of Slack's Web API opens our form and takes our reply", async () => {
  const client = await startEmulator();

  const { trigger_id } = await client.apiCall("views.generateTriggerId").then(readTrigger);
  const opened = await client.views.open({
    trigger_id,
    view: renderForm(anOpenForm({ values: { name: "Ada" } }), { channelId: "C1", round: 0, blockIds: {} }),
  });
  const listed = await client.conversations.list();
  const channel = listed.channels?.find((candidate) => candidate.name === "general")?.id ?? "";
  const facts = [{ label: "Persona", value: "per_A1", code: true }];
  const posted = await client.chat.postMessage({
    channel,
    ...renderReply({ tone: "success", title: "Ada & <friends>", facts }),
  });

  expect(opened.view?.callback_id).toBe("pf1:form:persona-create");
  expect(opened.view?.blocks).toHaveLength(7);
  expect(posted.message?.text).toContain("Ada &amp; &lt;friends&gt;");
});

function readTrigger(answer: webApi.WebAPICallResult): { trigger_id: string } {
  if ("trigger_id" in answer && typeof answer.trigger_id === "string")
    return { trigger_id: answer.trigger_id };
  throw new Error("no trigger_id came");
}
