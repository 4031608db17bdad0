import type { Delivery } from "../delivery/delivery.ts";
import type { Dispatch } from "../dispatch.ts";
import type { Message } from "../message/messages.ts";
import { commandPayload } from "../payload/payload-command.ts";
import { eventPayload } from "../payload/payload-event.ts";
import { messageShortcutPayload } from "../payload/payload-message.ts";
import { tellLinksInComposer, tellLinksOf } from "../unfurl/tell-links.ts";
import type { OpenView } from "../view/views.ts";
import { directChannel } from "../workspace.ts";
import type { World } from "../world.ts";
import type { Entry, PickedFile } from "./field-entry.ts";
import { type Client, enterInto, putFile, resolveView } from "./person-client.ts";
import { closeView, submitView } from "./person-form.ts";
import { chooseIn, type MenuPlace, suggestFor } from "./person-menu.ts";
import { placeOf, type Spot } from "./person-message.ts";
import { pressButton } from "./person-press.ts";
import type { Suggestions } from "./suggestions.ts";

/**
 * Somebody at a Slack client. Methods that send resolve as soon as the payload is on its way; ask the Delivery for
 * the rest. Fields go by block_id, by what stands before its "~", or by label.
 */
export type Person = {
  readonly id: string;
  command(channelId: string, command: string, text?: string): Promise<Delivery>;
  /** Types into fields. Nothing is sent: use `choose` where the bot listens. */
  fill(target: OpenView | Delivery, entries: Readonly<Record<string, Entry>>): Promise<OpenView>;
  /** Chooses in a menu; resolves with a Delivery where the bot asked to hear of it. */
  choose(place: MenuPlace, field: string, entry: Entry): Promise<Delivery | undefined>;
  /** Types into an external menu; what comes back can then be chosen or filled in. */
  suggest(place: MenuPlace, field: string, typed: string): Promise<Suggestions>;
  /** Rejects with ClientRefusal where Slack's client would not send the form. */
  submit(target: OpenView | Delivery): Promise<Delivery>;
  closeView(view: OpenView): Delivery | undefined;
  /** A preview's button: `press(slack.previews(message)[0], "Talk")`. */
  press(place: Spot | OpenView, actionIdOrText: string): Promise<Delivery>;
  /** Chooses a shortcut of the app in the menu of a message. Ephemeral ones have no such menu. */
  chooseOn(message: Message, callbackId: string): Promise<Delivery>;
  /** Writes a message, as people do; the bot hears nothing of it but of links on the app's domains. */
  say(channelId: string, text: string, files?: readonly PickedFile[]): Message;
  /** The same in the thread below a message. */
  reply(to: Message, text: string): Message;
  /** Writes without sending; the bot hears of links on the app's domains. Throws where it hears of none. */
  compose(channelId: string, text: string): Delivery;
  /** Opens the app itself, on one of its tabs. */
  openApp(tab: "home" | "messages"): Promise<Delivery>;
};

function sendCommand(
  client: Client,
  channelId: string,
  { command, text }: { command: string; text: string },
) {
  const { world, user } = client;
  const channel = world.workspace.channels.get(channelId);
  if (channel === undefined) throw new Error(`there is no channel ${channelId}`);
  const delivery = world.ids.envelopeId();
  const payload = commandPayload(world, { user, channel, command, text, delivery });
  return client.dispatch(payload, { id: delivery });
}

function chooseOn(client: Client, message: Message, callbackId: string): Delivery {
  const { world, user, dispatch } = client;
  if (message.ephemeralTo !== undefined) throw new Error("this message has no shortcuts");
  const delivery = world.ids.envelopeId();
  const place = placeOf(client, message);
  return dispatch(messageShortcutPayload(world, user, { ...place, callbackId, delivery }), { id: delivery });
}

function say(
  client: Client,
  channel: string,
  { text, files = [], threadTs }: { text: string; files?: readonly PickedFile[]; threadTs?: string },
) {
  const { world, user } = client;
  if (!world.workspace.channels.has(channel)) throw new Error(`there is no channel ${channel}`);
  const message = world.messages.add({
    ts: world.ids.timestamp(),
    channel,
    text,
    user: user.id,
    blocks: [],
    attachments: [],
    files: files.map((file) => putFile(client, file)),
    edited: false,
    ...(threadTs !== undefined && { threadTs }),
  });
  tellLinksOf(client, message);
  return message;
}

/** https://docs.slack.dev/reference/events/app_home_opened */
function openApp({ world, user, dispatch }: Client, tab: "home" | "messages"): Delivery {
  const channel = directChannel(world.workspace, user.id).id;
  const event = { type: "app_home_opened", user: user.id, channel, tab, event_ts: world.ids.timestamp() };
  return dispatch(eventPayload(world, event));
}

/** Throws where the workspace has no such user. */
export function createPerson(world: World, dispatch: Dispatch, userId: string): Person {
  const user = world.workspace.users.get(userId);
  if (user === undefined) throw new Error(`there is no user ${userId}`);
  const client: Client = { world, user, dispatch, suggested: new Map() };
  return {
    id: userId,
    command: async (channelId, command, text = "") => sendCommand(client, channelId, { command, text }),
    async fill(target, entries) {
      const view = await resolveView(target);
      for (const [name, entry] of Object.entries(entries)) enterInto(client, view, { name, entry });
      return view;
    },
    choose: (place, name, entry) => chooseIn(client, place, { name, entry }),
    suggest: (place, name, typed) => suggestFor(client, place, { name, typed }),
    submit: (target) => submitView(client, target),
    closeView: (view) => closeView(client, view),
    press: async (place, name) => pressButton(client, place, name),
    chooseOn: async (message, callbackId) => chooseOn(client, message, callbackId),
    say: (channelId, text, files = []) => say(client, channelId, { text, files }),
    reply: (to, text) => say(client, to.channel, { text, threadTs: to.threadTs ?? to.ts }),
    compose: (channelId, text) => tellLinksInComposer(client, channelId, text),
    openApp: async (tab) => openApp(client, tab),
  };
}
