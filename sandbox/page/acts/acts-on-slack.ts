import type { Delivery } from "../../stand-ins/slack/delivery/delivery.ts";
import type { Message } from "../../stand-ins/slack/message/messages.ts";
import { ClientRefusal } from "../../stand-ins/slack/person/client-checks.ts";
import type { Entry } from "../../stand-ins/slack/person/field-entry.ts";
import type { Spot } from "../../stand-ins/slack/person/person-message.ts";
import { suggestedOptions } from "../../stand-ins/slack/person/suggestions.ts";
import { withLinks } from "../../stand-ins/slack/unfurl/links.ts";
import type { OpenView } from "../../stand-ins/slack/view/views.ts";
import { runSlacksOwn } from "../picture/slack-own-commands.ts";
import { everySlackHome, everySlackMessage, everySlackView } from "../picture/slack-people.ts";
import type { Act } from "../protocol/act.ts";
import type { Stage } from "../stage.ts";
import { ActRefused } from "./act-refused.ts";

type SlackAct<Name extends string> = Extract<Act, { kind: `slack.${Name}` }>;

export async function runSlackCommand(stage: Stage, act: SlackAct<"command">): Promise<void> {
  if (runSlacksOwn(stage, act)) return;
  const person = stage.slackPerson(act.userId);
  const delivery = await person.command(realChannel(stage, act.channelId), act.command, act.text);
  await requireAck(delivery, (outcome) => `${act.command} failed with the error “${outcome}”.`);
}

export async function enterOnSlack(stage: Stage, act: SlackAct<"enter">): Promise<void> {
  const view = findView(stage, act.viewId);
  const person = stage.slackPerson(view.userId);
  const delivery = await person.choose(view, act.blockId, readEntry(act.entry));
  if (delivery) await requireAck(delivery, () => "We had some trouble connecting. Try again?");
}

/** A choice outside input blocks is always sent; inside, only where the block asks for it. */
export function isHeardByBot(stage: Stage, { viewId, blockId }: SlackAct<"enter">): boolean {
  const block = findView(stage, viewId).blocks.find((candidate) => candidate.block_id === blockId);
  return block !== undefined && (block.type !== "input" || block.dispatch_action === true);
}

export async function suggestOnSlack(stage: Stage, act: SlackAct<"suggest">): Promise<unknown> {
  const view = findView(stage, act.viewId);
  const suggested = await stage.slackPerson(view.userId).suggest(view, act.blockId, act.typed);
  return suggestedOptions(suggested).map(({ text, value }) => ({ text: text.text, value }));
}

/** What Slack's own client finds wrong stands beside the fields, like what the bot finds wrong. */
export async function submitSlackView(stage: Stage, act: SlackAct<"submit">): Promise<void> {
  const view = findView(stage, act.viewId);
  try {
    const delivery = await stage.slackPerson(view.userId).submit(view);
    await requireAck(delivery, () => "We had some trouble connecting. Try again?");
  } catch (error) {
    if (!(error instanceof ClientRefusal)) throw error;
    view.errors = error.errors;
    throw new ActRefused(sentenceOf(view, error.errors), { cause: error });
  }
}

export function closeSlackView(stage: Stage, act: SlackAct<"close">): void {
  const view = findView(stage, act.viewId);
  stage.slackPerson(view.userId).closeView(view);
}

export async function pressOnSlack(stage: Stage, act: SlackAct<"press">): Promise<void> {
  const spot = findSpot(stage, act);
  const person = stage.slackPerson(act.userId);
  const delivery =
    act.values === undefined
      ? await person.press(spot, act.actionId)
      : await person.choose(spot, act.actionId, oneOrMany(act.values));
  if (delivery) await requireAck(delivery, pressFailed);
}

export async function pressInSlackView(stage: Stage, act: SlackAct<"pressInView">): Promise<void> {
  const view = findView(stage, act.viewId);
  const person = stage.slackPerson(view.userId);
  const delivery =
    act.values === undefined
      ? await person.press(view, act.actionId)
      : await person.choose(view, act.actionId, oneOrMany(act.values));
  if (delivery) await requireAck(delivery, pressFailed);
}

/** Slack's client shows what there is, whether or not the bot answers. */
export async function openSlackApp(stage: Stage, act: SlackAct<"openApp">): Promise<void> {
  await stage.slackPerson(act.userId).openApp(act.tab);
}

export function sayOnSlack(stage: Stage, { userId, channelId, text }: SlackAct<"say">): void {
  stage.slackPerson(userId).say(realChannel(stage, channelId), withLinks(text));
}

export async function chooseOnSlackMessage(stage: Stage, act: SlackAct<"chooseOn">): Promise<void> {
  const delivery = await stage.slackPerson(act.userId).chooseOn(findMessage(stage, act), act.callbackId);
  await requireAck(delivery, pressFailed);
}

function pressFailed(): string {
  return "This app did not respond in time. Try again.";
}

async function requireAck(delivery: Delivery, sentence: (outcome: string) => string): Promise<void> {
  const { outcome } = await delivery.acked();
  if (outcome !== "acked") throw new ActRefused(sentence(outcome));
}

function findView({ world }: Stage, viewId: string): OpenView {
  const views = [...everySlackView(world.slack), ...everySlackHome(world.slack)];
  const view = views.find(({ id }) => id === viewId);
  if (view === undefined) throw new ActRefused("This form is no longer open. Run the command again.");
  return view;
}

function findMessage(stage: Stage, { channelId, ts }: { channelId: string; ts: string }): Message {
  const channel = realChannel(stage, channelId);
  const found = everySlackMessage(stage.world.slack).find(
    (message) => message.channel === channel && message.ts === ts,
  );
  if (found === undefined) throw new ActRefused("This message was deleted.");
  return found;
}

function findSpot(stage: Stage, act: SlackAct<"press">): Spot {
  const message = findMessage(stage, act);
  if (act.attachmentId === undefined) return message;
  const preview = stage.world.slack.previews(message).find(({ id }) => id === act.attachmentId);
  if (preview === undefined) throw new ActRefused("This preview is gone.");
  return preview;
}

/** `dm:<user id>` stands for the direct messages with the bot. */
function realChannel({ world }: Stage, channelId: string): string {
  if (!channelId.startsWith("dm:")) return channelId;
  world.slack.directMessages(channelId.slice("dm:".length));
  return `D${channelId.slice("dm:U".length)}`;
}

function readEntry(entry: SlackAct<"enter">["entry"]): Entry {
  if (entry === "") return null;
  if (typeof entry === "string" || Array.isArray(entry)) return entry;
  return { name: entry.name, bytes: Buffer.from(entry.base64, "base64") };
}

function oneOrMany(values: readonly string[]): Entry {
  const [only, ...more] = values;
  return more.length > 0 ? values : (only ?? null);
}

function sentenceOf({ blocks }: OpenView, errors: Readonly<Record<string, string>>): string {
  const sentences = Object.entries(errors).map(([blockId, complaint]) => {
    const block = blocks.find((candidate) => candidate.block_id === blockId);
    return block?.type === "input" ? `${block.label.text}: ${complaint}` : complaint;
  });
  return sentences.join(" ");
}
