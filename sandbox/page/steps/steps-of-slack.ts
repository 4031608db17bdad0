import type { WireStep } from "../../stand-ins/slack/journal.ts";
import { parseJson, readObject } from "../../stand-ins/slack/json.ts";
import type { UntimedStep } from "./untimed-step.ts";

const arrivals: Record<string, string> = {
  block_actions: "the press or choice arrives",
  view_submission: "the form arrives",
  view_closed: "the form was closed",
  block_suggestion: "suggestions are asked for",
  link_shared: "the link in it arrives",
};

const calls: Record<string, string> = {
  "views.open": "a form opens",
  "views.push": "a form opens on top",
  "views.update": "the form changes",
  "chat.postMessage": "a message is sent",
  "chat.postEphemeral": "a message for one person is sent",
  "chat.update": "a message is edited",
  "chat.unfurl": "a preview is shown",
  response_url: "the answer is sent",
  "users.info": "it asks who this person is",
  upload: "a file is uploaded",
  download: "a file is downloaded",
};

/** Steps that belong to the connection, not to what a person did. */
const connectionSteps = ["hello", "acked", "socket closed", "apps.connections.open", "auth.test"];

/** What goes between Slack and the bot. */
export function slackSteps({ from, what, body }: WireStep): UntimedStep[] {
  if (connectionSteps.includes(what)) return [];
  return [from === "slack" ? fromSlack(what, body) : fromBot(what, body)];
}

function fromSlack(what: string, payload: unknown): UntimedStep {
  if (what === "operation_timeout")
    return { from: "Slack", to: "person", title: "the app did not respond in time" };
  if (what === "dispatch_failed") return { from: "Slack", to: "person", title: "the app cannot be reached" };
  const { type, event } = readObject(payload);
  const kind = String(type === "event_callback" ? readObject(event).type : type);
  const title = what === "slash_commands" ? "the command arrives" : (arrivals[kind] ?? "an event arrives");
  return { from: "Slack", to: "bot", title, payload };
}

function fromBot(what: string, body: unknown): UntimedStep {
  if (what === "ack") return acknowledgement(readObject(readObject(body).payload));
  return { from: "bot", to: "Slack", title: calls[what] ?? what, payload: decoded(body) };
}

function acknowledgement(payload: Record<string, unknown>): UntimedStep {
  const step = { from: "bot", to: "Slack" } as const;
  if (Object.keys(payload).length === 0) return { ...step, title: "it is acknowledged" };
  const hasErrors = payload.response_action === "errors";
  const title = hasErrors ? "errors for the fields" : "it is acknowledged, with an answer";
  return { ...step, title, payload };
}

/** Web API calls carry views and blocks as JSON text; opened, they can be read. */
function decoded(body: unknown): unknown {
  const entries = Object.entries(readObject(body)).map(([key, value]) => [key, decodedValue(key, value)]);
  return Object.fromEntries(entries);
}

function decodedValue(key: string, value: unknown): unknown {
  const isJson = typeof value === "string" && ["view", "blocks", "attachments", "unfurls"].includes(key);
  return isJson ? (parseJson(value) ?? value) : value;
}
