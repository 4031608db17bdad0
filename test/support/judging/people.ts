import { setTimeout as pause } from "node:timers/promises";
import { type Chat, type Form, type Seen, waitFor } from "../black-box/black-box-chat.ts";

/** One persona that somebody wants, and how often its form was sent: people send it again while their app says that it failed. */
export type Wish = {
  name: string;
  chat: Chat;
  sent: number;
  toldAgain: string[];
  /** The form they sent last. */
  form?: Form;
  /** How each sending ended, for whoever asks why nothing came of it. */
  endings: string[];
};
/** A sync that somebody asked for, once or until the app no longer said that nobody answered. */
export type AskedSync = { chat: Chat; asked: number };

const again =
  /restart|went wrong|once more|try again|again in a|perhaps not saved|not saved yet|is saved is not known|ended is not known|press run again|open it again/i;
const mostTries = 60;
const betweenTriesMs = 1000;
/** How long somebody looks at a form that was taken before they go on. */
const lookMs = 4000;

/** Opens the form, fills it in, and sends it until the platform has taken it. Rejects where no form ever opens. */
export async function wish(wanted: Wish): Promise<void> {
  const { name, chat } = wanted;
  let form = await openedForm(chat);
  for (let tries = 0; tries < mostTries; tries += 1) {
    wanted.sent += 1;
    wanted.form = form;
    const said = await send(wanted, form, { name, prompt: "You help." });
    wanted.endings.push(said || "taken");
    if (said === "not taken") {
      await pause(betweenTriesMs);
      continue;
    }
    const refused = said || (await refusalOnScreen(wanted));
    if (!refused) return;
    wanted.toldAgain.push(typeof refused === "string" ? refused : refused.text);
    if (typeof refused !== "string") form = await refused.pressForForm("Open again");
  }
  throw new Error(`On ${chat.platform} nobody takes the form of ${name}.`);
}

/** Whoever finds only later that their form came back sends it again. */
export async function sendWhatCameBack(wanted: Wish): Promise<void> {
  const { chat, name, form: last } = wanted;
  if (timesTold(wanted) > 0) return;
  const back = chat.messages().findLast(({ buttons }) => buttons.some(({ label }) => label === "Open again"));
  const form = back ? await back.pressForForm("Open again") : last?.stands() && last;
  if (!form) return;
  wanted.sent += 1;
  const submission = await form.submit({ name, prompt: "You help." });
  wanted.endings.push(`sent as it stood: ${await submission.isAcknowledged()}`);
}

/**
 * Whoever has waited as long as they were asked to, and has nothing but their text, makes it anew: only what was never stored is
 * left so.
 */
export async function makeWhatWasNeverStored(wanted: Wish): Promise<void> {
  const isLeft = wanted.chat.messages().some(({ text }) => text.includes("your-text.txt"));
  if (!isLeft || timesTold(wanted) > 0) return;
  wanted.endings.push("made anew");
  await wish(wanted);
}

/** Runs the command; whoever gets no answer runs it again, as long as the app says that there was none. */
export async function askForSync(sync: AskedSync): Promise<void> {
  const { chat } = sync;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = chat.messages().length;
    sync.asked += 1;
    await chat.run("persona-sync").catch(() => undefined);
    const isAnswered = await waitFor(() => chat.messages().length > before, lookMs).catch(() => false);
    if (isAnswered) return;
  }
}

/** The sentences on a screen that ask a person to do something anew. */
export function sentencesToRepeat(chat: Chat): string[] {
  return chat
    .messages()
    .map(({ text }) => text)
    .filter((text) => again.test(text));
}

/** How often somebody reads that theirs is there. */
export function timesTold({ chat, name }: Pick<Wish, "chat" | "name">): number {
  return chat.messages().filter(({ text }) => text.includes(`“${name}” is ready`)).length;
}

/**
 * How often somebody who asked for a sync reads of its end. On Slack the answer stands where they asked, and the direct message that has
 * shown how far it was says the same.
 */
export function timesEnded({ chat }: AskedSync): number {
  const direct = new Set(chat.directMessages().map(({ id }) => id));
  const ends = chat.messages().filter(({ text }) => text.includes("Both sides were compared"));
  const inDirect = ends.filter(({ id }) => direct.has(id)).length;
  return chat.platform === "Slack" ? Math.max(inDirect, ends.length - inDirect) : ends.length;
}

/** What still says that work goes on. */
export function stuckOn(chat: Chat): string[] {
  const isGoingOn = ({ text, isWorking }: Seen) =>
    isWorking || /Bringing both sides in step…|Working on it…/.test(text);
  return chat
    .messages()
    .filter(isGoingOn)
    .map(({ text }) => text);
}

async function openedForm(chat: Chat): Promise<Form> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await chat.openForm();
    } catch (error) {
      if (tries === mostTries) throw error;
      await pause(betweenTriesMs);
    }
  }
}

/** "": taken; or the sentences with which it came back into the form itself, as on Slack. */
async function send(
  { chat, endings }: Wish,
  form: Form,
  values: { name: string; prompt: string },
): Promise<string> {
  const submission = await form.submit(values).catch((error: unknown) => void endings.push(String(error)));
  // Slack has closed it: an answer that came too late.
  if (!submission) return "";
  if (!(await submission.isAcknowledged())) return "not taken";
  return chat.platform === "Slack" ? submission.said() : "";
}

/** On Discord a form that is not taken comes back as a message. */
async function refusalOnScreen({ chat, name }: Wish): Promise<Seen | undefined> {
  const find = () =>
    chat
      .messages()
      .findLast(({ text }) => text.includes(`“${name}”`) || /Not saved yet|Perhaps not saved/.test(text));
  const seen = await waitFor(find, lookMs).catch(() => undefined);
  return seen?.buttons.some(({ label }) => label === "Open again") ? seen : undefined;
}
