import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { type DirectMessages, type PostedMessage, unlessRefused } from "./direct-messages.ts";

/** One direct message that shows how far a long piece of work is: a response_url takes five posts, too few for that. */
export type ProgressMessage = {
  /** Where it stands. */
  standsAt(): PostedMessage | undefined;
  /** Posts the message, or changes it. Rejects with OutsideError when Slack failed. */
  show(reply: Reply): Promise<void>;
  /** The answer stands elsewhere: the message, if there is one, says the same, so that it does not go on promising. */
  follow(reply: Reply): Promise<void>;
  /** The message becomes the answer; undefined when there is none to become it. */
  become(reply: Reply): Promise<PostedMessage | undefined>;
};

export function createProgressMessage(options: {
  direct: DirectMessages;
  userId: string;
  log: Log;
}): ProgressMessage {
  const { direct, userId, log } = options;
  let message: PostedMessage | undefined;
  let takesNone = false;

  async function change(reply: Reply): Promise<PostedMessage | undefined> {
    return message && (await direct.change(message, reply)) ? message : undefined;
  }

  return {
    standsAt: () => message,
    async show(reply) {
      if (takesNone || (await change(reply))) return;
      message = await unlessRefused(log, direct.post(userId, reply));
      takesNone = message === undefined;
    },
    async follow(reply) {
      try {
        await change(reply);
      } catch (error) {
        if (!(error instanceof OutsideError)) throw error;
        log.warn({ err: error }, "a direct message still shows a state in between");
      }
    },
    become: change,
  };
}
