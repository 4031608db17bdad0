import type { Entries, Form, Platform, Seen } from "../../black-box/black-box-chat.ts";

/** A person at a platform, who does not know beforehand whether a form or a message answers. */
export type Hands = {
  readonly platform: Platform;
  readonly userId: string;
  /** `early` goes where the platform asks: with the command, or into the form that opens. */
  run(command: string, given: Given): Promise<Sent>;
  press(messageId: string, label: string): Promise<Sent>;
  choose(messageId: string, value: string): Promise<Sent>;
  messages(): Seen[];
};

export type Given = { options: { [name: string]: string }; early: Entries };

/** To be asked once the bot has ended the interaction: the form that answered; undefined: messages did. */
export type Sent = { form(): Promise<Form | undefined> };

/** What names the menu that has this choice, wherever in a message it stands. */
export function menuWith(node: unknown, value: string, name: "custom_id" | "action_id"): string | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  const { options, [name]: id } = node as { options?: unknown; [name: string]: unknown };
  if (Array.isArray(options) && options.some((option) => option.value === value)) return String(id);
  for (const inner of Object.values(node)) {
    const found = menuWith(inner, value, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
