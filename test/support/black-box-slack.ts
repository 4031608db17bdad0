import { randomBytes } from "node:crypto";
import { z } from "zod";
import { slackLines } from "../../sandbox/print-chat.ts";
import type { Delivery } from "../../sandbox/slack/delivery.ts";
import { findField } from "../../sandbox/slack/form-fields.ts";
import type { Message } from "../../sandbox/slack/messages.ts";
import type { Person } from "../../sandbox/slack/person.ts";
import type { SlackStandIn } from "../../sandbox/slack/stand-in.ts";
import { renderView } from "../../sandbox/slack/view-render.ts";
import type { FieldState } from "../../sandbox/slack/view-state.ts";
import type { OpenView } from "../../sandbox/slack/views.ts";
import { directChannel } from "../../sandbox/slack/workspace.ts";
import { type Chat, type Entries, type Form, type Seen, type Submission, waitFor } from "./black-box-chat.ts";

const command = "/persona-create";
const channelId = "C0GENERAL";

type Place = { slack: SlackStandIn; person: Person };

/** A new member of the workspace. */
export function createSlackChat(slack: SlackStandIn): Chat {
  const person = slack.person(addMember(slack));
  const place = { slack, person };
  const direct = () => slack.directMessages(person.id).map((message) => see(place, message));
  return {
    platform: "Slack",
    tenantId: `slack:${slack.workspace.teamId}`,
    userId: person.id,
    async openForm(early = {}) {
      const delivery = await person.command(channelId, command);
      const view = await delivery.view();
      const form = await readForm(place, view);
      if (delivery.messages().length > 0) throw new Error("The form was not the first answer.");
      await enterAll(place, view, early);
      return form;
    },
    runCommand: async () => void (await person.command(channelId, command)),
    async suggestReplicas(typed) {
      const view = await (await person.command(channelId, command)).view();
      const { options = [] } = await person.suggest(view, "replica", typed);
      return options.map(({ text }) => text.text);
    },
    messages: () => [
      ...[...slack.ephemerals(channelId, person.id), ...slack.messages(channelId)].map((message) =>
        see(place, message),
      ),
      ...direct(),
    ],
    directMessages: direct,
    setTakesDirectMessages(takes) {
      directChannel(slack.workspace, person.id).isArchived = !takes;
    },
  };
}

function addMember({ workspace }: SlackStandIn): string {
  const model = workspace.users.get("U0MIA");
  if (!model) throw new Error("The workspace has no member to copy.");
  const id = `U0${randomBytes(4).toString("hex").toUpperCase()}`;
  workspace.users.set(id, { ...model, id, name: id.toLowerCase() });
  workspace.channels.get(channelId)?.members.add(id);
  return id;
}

async function readForm(place: Place, view: OpenView): Promise<Form> {
  return {
    value: (key) => standingValue(view, key),
    async submit(entries = {}) {
      await enterAll(place, view, entries);
      return submitted(place, view, await place.person.submit(view));
    },
    async submitRaw(entries) {
      const payload = rawSubmission(place, view, entries);
      return submitted(place, view, place.slack.deliver(payload));
    },
  };
}

async function enterAll({ person }: Place, view: OpenView, entries: Entries): Promise<void> {
  for (const [key, entry] of Object.entries(entries)) {
    if (key === "template") await chooseTemplate(person, view, entry);
    else if (key === "replica") await chooseReplica(person, view, String(entry));
    else await person.fill(view, { [key]: entry });
  }
}

/** The bot fills in the rest of the form when it hears of the choice. */
async function chooseTemplate(person: Person, view: OpenView, entry: Entries[string]): Promise<void> {
  const { hash } = view;
  await person.choose(view, "template", entry);
  await waitFor(() => view.hash !== hash);
}

async function chooseReplica(person: Person, view: OpenView, typed: string): Promise<void> {
  await person.suggest(view, "replica", typed);
  await person.fill(view, { replica: typed });
}

const stateSchema = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
});

function standingValue(view: OpenView, key: string): string | string[] {
  const { blockId, actionId } = findField(view.blocks, key);
  const state = stateSchema.parse(view.state[blockId]?.[actionId]);
  if (state.selected_options) return state.selected_options.map(({ value }) => value);
  return state.selected_option?.value ?? state.value ?? "";
}

/** The payload of a submit with texts that the client would not let through. They stand in the form from then on. */
function rawSubmission({ slack, person }: Place, view: OpenView, entries: Entries) {
  for (const [key, entry] of Object.entries(entries)) {
    const { blockId, actionId } = findField(view.blocks, key);
    const state: FieldState = { type: "plain_text_input", value: String(entry) };
    view.state = { ...view.state, [blockId]: { [actionId]: state } };
  }
  const { teamId, domain, appId } = slack.workspace;
  return {
    type: "view_submission",
    user: { id: person.id, team_id: teamId },
    team: { id: teamId, domain },
    api_app_id: appId,
    token: "sandbox-verification-token",
    trigger_id: triggerId(),
    view: renderView(view, slack.workspace),
    response_urls: [],
  };
}

function triggerId(): string {
  return `1.2.${randomBytes(16).toString("hex")}`;
}

function submitted(place: Place, view: OpenView, delivery: Delivery): Submission {
  return {
    async refusal() {
      await delivery.acked();
      const sentences = Object.values(view.errors);
      if (sentences.length === 0) throw new Error("The form was taken, or nothing in it was marked.");
      return { text: sentences.join("\n"), form: await readForm(place, view) };
    },
    replay: () => void place.slack.deliver(delivery.payload, { id: delivery.id }),
    again: () => void place.slack.deliver({ ...delivery.payload, trigger_id: triggerId() }),
    async isAcknowledged() {
      return (await delivery.acked()).outcome === "acked";
    },
  };
}

function see(place: Place, message: Message): Seen {
  const { person } = place;
  const text = slackLines(message).join("\n");
  return {
    text,
    isWorking: text.includes("Working on it…"),
    isPublic: message.ephemeralTo === undefined && !message.channel.startsWith("D"),
    mentions: mentionsSomebody(message),
    press: async (label) => void (await person.press(message, label)),
    async pressForForm(label) {
      const delivery = await person.press(message, label);
      return readForm(place, await delivery.view());
    },
  };
}

/** Marked-up text is dangerous where it holds "<!", "<@" or "<#"; plain text never is. */
function mentionsSomebody({ text, blocks }: Message): boolean {
  const markedUp = JSON.stringify(blocks).match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  const elements = /"type":"(?:user|usergroup|broadcast|channel)"/.test(JSON.stringify(blocks));
  return elements || [text, ...markedUp].some((each) => /<[!@#]/.test(each));
}
