import { setTimeout as sleep } from "node:timers/promises";

export const platforms = ["Discord", "Slack"] as const;
export type Platform = (typeof platforms)[number];

export type TextFile = { name: string; bytes: Uint8Array };
/** What a person puts into fields, by their keys. */
export type Entries = { [key: string]: string | string[] | TextFile };

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
  /** Every message this person sees, direct ones last. */
  messages(): Seen[];
  directMessages(): Seen[];
  /** From now on they take direct messages, or none. */
  setTakesDirectMessages(takes: boolean): void;
};

export type Form = {
  /** What stands in a field now. */
  value(key: string): string | string[];
  /** Throws where the platform's client would not send it. */
  submit(entries?: Entries): Promise<Submission>;
  /** Sends what no client lets a person type. */
  submitRaw(entries: Entries): Promise<Submission>;
};

export type Submission = {
  /** The form came back: what it says, and the form with what was typed in it. */
  refusal(): Promise<{ text: string; form: Form }>;
  /** Delivers the very same payload once more. */
  replay(): void;
  /** Sends the same values of the same form as something new: somebody pressed Submit again. */
  again(): void;
  /** Whether the bot answered it at all; false once the platform has given up waiting. */
  isAcknowledged(): Promise<boolean>;
};

/** A message on somebody's screen, as it reads at this moment. */
export type Seen = {
  readonly text: string;
  /** It only says that work goes on. */
  readonly isWorking: boolean;
  readonly isPublic: boolean;
  /** Somebody would be notified, or a link or format be made of what people typed. */
  readonly mentions: boolean;
  press(label: string): Promise<void>;
  pressForForm(label: string): Promise<Form>;
};

/** The newest message with these words, once there is one. */
export async function reads(chat: Chat, words: string, timeoutMs = 15_000): Promise<Seen> {
  const seen = await waitFor(
    () => chat.messages().findLast((message) => message.text.includes(words)),
    timeoutMs,
  ).catch(() => undefined);
  if (seen) return seen;
  const screen = chat.messages().map((message) => message.text);
  throw new Error(`On ${chat.platform} nobody reads “${words}”, but:\n${screen.join("\n---\n")}`);
}

/** What `find` finds, once it does. Throws after `timeoutMs`. */
export async function waitFor<T>(find: () => T | undefined | false, timeoutMs = 10_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain.`);
    await sleep(20);
  }
}
