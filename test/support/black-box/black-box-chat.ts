import { setTimeout as sleep } from "node:timers/promises";

export const platforms = ["Discord", "Slack"] as const;
export type Platform = (typeof platforms)[number];

export type TextFile = { name: string; bytes: Uint8Array };
/** What a person puts into fields, by their keys. */
export type Entries = { [key: string]: string | string[] | TextFile };

/** What a person gives to a command, by the options' names. */
export type Options = { [name: string]: string };

export type Choice = { value: string; label: string };

/** What a form says of itself when it is sent. Whoever forges one can write anything here. */
export type FormIdentity = { command: string; formId: string };

/** One person at one platform, as the job needs them: the same on both. */
export type Chat = {
  readonly platform: Platform;
  readonly tenantId: string;
  readonly userId: string;
  /** Runs /persona-create; rejects where the first answer is not the form. Early values go where the platform asks. */
  openForm(early?: Entries): Promise<Form>;
  /** Runs /persona-create where no form is expected to open. */
  runCommand(early?: Entries): Promise<void>;
  /** What the bot suggests for the replica. */
  suggestReplicas(typed: string): Promise<string[]>;
  /** Runs any command; options are typed as words on Slack, in this order. */
  run(command: string, options?: Options): Promise<void>;
  /** The same, without options and whether or not this person's client lists it. */
  forceRun(command: string): Promise<void>;
  /** The same as `run`, where a form answers. */
  runForForm(command: string, options?: Options): Promise<Form>;
  /** Writes a message, and chooses "Use as persona prompt" in its menu. */
  useMessage(text: string, files?: TextFile[]): Promise<void>;
  /** The same, where a form answers. */
  useMessageForForm(text: string, files?: TextFile[]): Promise<Form>;
  /** What the bot offers where a command asks which persona is meant: while typing, or on Slack in a menu. */
  offeredPersonas(command: string, typed: string): Promise<Choice[]>;
  /** Every message this person sees, direct ones last. */
  messages(): Seen[];
  directMessages(): Seen[];
  /** From now on they take direct messages, or none. */
  setTakesDirectMessages(takes: boolean): void;
};

export type Form = {
  readonly identity: FormIdentity;
  /** What stands in a field now. */
  value(key: string): string | string[];
  /** Whether it is open still, to be sent. */
  stands(): boolean;
  /** Throws where the platform's client would not send it. */
  submit(entries?: Entries): Promise<Submission>;
  /** Sends what no client lets a person type, also under the identity and with the fields of another form. */
  submitRaw(entries: Entries, identity?: FormIdentity): Promise<Submission>;
};

export type Submission = {
  /** The form came back: what it says, and the form with what was typed in it. */
  refusal(): Promise<{ text: string; form: Form }>;
  /** The first words that answer it; "" where Slack only closes the form. */
  said(): Promise<string>;
  /** Delivers the very same payload once more. */
  replay(): void;
  /** Sends the same values of the same form as something new: somebody pressed Submit again. */
  again(): void;
  /** Whether the bot answered it at all; false once the platform has given up waiting. */
  isAcknowledged(): Promise<boolean>;
};

/** A message on somebody's screen, as it reads at this moment. */
export type Seen = {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly PressableButton[];
  /** Everything that the message holds, as the platform keeps it: for what stands in no text, such as a link button. */
  readonly raw: string;
  /** Of its menu. */
  readonly choices: readonly Choice[];
  /** It only says that work goes on. */
  readonly isWorking: boolean;
  readonly isPublic: boolean;
  /** Somebody would be notified, or a link or format be made of what people typed. */
  readonly mentions: boolean;
  press(label: string): Promise<void>;
  pressForForm(label: string): Promise<Form>;
  /** Chooses from its menu. */
  choose(value: string): Promise<void>;
  /** Presses a button that this message does not have, as no client lets a person do. */
  forge(code: string): Promise<void>;
  /** The whole text of a file of this name, wherever the platform puts it. */
  readFile(name: string): Promise<string>;
};

/** `code` is what the platform carries back when it is pressed. */
export type PressableButton = { label: string; code: string };

/** The newest message with these words, once there is one. */
export async function reads(chat: Chat, words: string, timeoutMs = 30_000): Promise<Seen> {
  const seen = await waitFor(
    () => chat.messages().findLast((message) => message.text.includes(words)),
    timeoutMs,
  ).catch(() => undefined);
  if (seen) return seen;
  throw new Error(`On ${chat.platform} nobody reads “${words}”, but:\n${screenOf(chat)}`);
}

function screenOf(chat: Chat): string {
  return chat
    .messages()
    .map(({ text }) => text)
    .join("\n---\n");
}

/** The newest message with this button, once there is one. */
export function offers(chat: Chat, label: string): Promise<Seen> {
  const has = ({ buttons }: Seen) => buttons.some((button) => button.label === label);
  return waitFor(() => chat.messages().findLast(has));
}

/** What this person reads next: the newest message that was not there before `act`, or read otherwise. */
export async function answerTo(chat: Chat, act: () => Promise<unknown>): Promise<Seen> {
  const before = new Map(chat.messages().map(({ id, text }) => [id, text]));
  await act();
  const isNews = ({ id, text, isWorking }: Seen) => !isWorking && before.get(id) !== text;
  const answer = await waitFor(() => chat.messages().findLast(isNews)).catch(() => undefined);
  if (answer) return answer;
  throw new Error(`On ${chat.platform} nobody is answered, and the screen reads:\n${screenOf(chat)}`);
}

/** The message that has this button: this one, or what its More… leads to, however often that has to be opened. */
export async function offering(chat: Chat, seen: Seen, label: string): Promise<Seen> {
  if (seen.buttons.some((button) => button.label === label)) return seen;
  return offering(chat, await answerTo(chat, () => seen.press("More…")), label);
}

/** Presses a button of the message, or behind its More…, however often that has to be opened. */
export async function pressOffered(chat: Chat, seen: Seen, label: string): Promise<Seen> {
  const offered = await offering(chat, seen, label);
  return answerTo(chat, () => offered.press(label));
}

/** What `find` finds, once it does. Throws after `timeoutMs`. */
export async function waitFor<T>(
  find: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const begunMs = performance.now();
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    const waitedMs = performance.now() - begunMs;
    if (waitedMs > timeoutMs) throw new Error(`Waited ${timeoutMs} ms in vain.`);
    // What has taken long may be seen a little later: a look may open the database anew.
    await sleep(Math.min(200, 20 + waitedMs / 50));
  }
}
