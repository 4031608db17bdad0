import type { Chat, Entries, Form, Options, Seen } from "./black-box-chat.ts";

/** What a task takes of a person: words of commands, values put into options and fields, and presses, Send among them. */
export type Effort = { commands: number; values: number; presses: number };

export type CountedChat = Pick<Chat, "run" | "runForForm" | "openForm"> & {
  /** The same message, whose presses count. */
  counting(seen: Seen): Seen;
  effort(): Effort;
};

/** The same person, who counts what they do. */
export function countEfforts(chat: Chat): CountedChat {
  const effort = { commands: 0, values: 0, presses: 0 };
  const countsCommand = (options: Options | Entries = {}) => {
    effort.commands += 1;
    effort.values += Object.keys(options).length;
  };
  const countingForm = (form: Form): Form => ({
    ...form,
    value: (key) => form.value(key),
    submit(entries = {}) {
      effort.values += Object.keys(entries).length;
      effort.presses += 1;
      return form.submit(entries);
    },
  });
  return {
    run(command, options) {
      countsCommand(options);
      return chat.run(command, options);
    },
    async runForForm(command, options) {
      countsCommand(options);
      return countingForm(await chat.runForForm(command, options));
    },
    async openForm(early) {
      countsCommand(early);
      return countingForm(await chat.openForm(early));
    },
    counting: (seen) => ({
      ...seen,
      press(label) {
        effort.presses += 1;
        return seen.press(label);
      },
      async pressForForm(label) {
        effort.presses += 1;
        return countingForm(await seen.pressForForm(label));
      },
      choose(value) {
        effort.presses += 1;
        return seen.choose(value);
      },
    }),
    effort: () => ({ ...effort }),
  };
}
