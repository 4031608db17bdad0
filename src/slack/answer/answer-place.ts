import { inOperatorsWords, Refused } from "../../chat/refusal.ts";
import { holdsSecret, type Reply } from "../../chat/reply.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import type { Homes } from "../home/homes.ts";
import { type DirectMessages, type PostedMessage, unlessRefused } from "./direct-messages.ts";
import { deliverFiles } from "./files/deliver-files.ts";
import { isPublic, postTo } from "./post-to-response-url.ts";
import { createProgressMessage } from "./progress-message.ts";
import type { ResponseUrl } from "./response-url.ts";
import { writeStanding } from "./standing.ts";

/** Where the answer to one interaction stands. */
export type AnswerPlace = {
  /** Shows the answer, in place of what stood there before. False: the person takes it nowhere. */
  show(reply: Reply): Promise<boolean>;
  /** The same, but beside it. */
  showBeside(reply: Reply): Promise<boolean>;
  /** Where the answer stands or is to stand, as `Answering` has it. */
  standsAt(): string | undefined;
  /** Shows a state in between, in the person's direct messages. The answer will stand there too. */
  progress(reply: Reply): Promise<void>;
  /** Replaces what was shown. False: that can no longer be done. */
  change(reply: Reply): Promise<boolean>;
  /** One more message beside the answer. False: Slack took none. Rejects with Refused where it said why, for good. */
  add(reply: Reply): Promise<boolean>;
  /** An acknowledgement has carried the answer already. */
  wasShown(reply: Reply): Promise<void>;
};

type Standing =
  | { at: "nowhere" }
  | { at: "response url"; isPublic: boolean }
  | { at: "direct message"; message: PostedMessage };

/**
 * `original` is what the response_url's first post meets: nothing (a command, a form), a private message to replace
 * (a button on it), or a message for everybody, which a private answer must stand beside. `isShared`: it answers one form, however
 * often that is sent, so what stands there is an answer to the same. `isDirect`: in direct messages, where a private original may stay
 * for good.
 */
export function createAnswerPlace(options: {
  responseUrl: ResponseUrl;
  direct: DirectMessages;
  clients: WebClients;
  homes: Homes;
  log: Log;
  userId: string;
  original: "none" | "private" | "public";
  isShared?: boolean;
  isDirect?: boolean;
}): AnswerPlace {
  const { responseUrl, direct, userId, original, isShared = false, isDirect = false, log } = options;
  const progress = createProgressMessage(options);
  let standing: Standing =
    original === "private" ? { at: "response url", isPublic: false } : { at: "nowhere" };

  /** A direct message stays for good: what is to lie nowhere stands in one only where there is no other answer. */
  const mayBeDirect = (reply: Reply) => responseUrl.url === undefined || !holdsSecret(reply);

  /** What is to lie nowhere stands beside such a message, which gives way to it all the same. */
  const isBesideLasting = (reply: Reply) => isDirect && original === "private" && holdsSecret(reply);

  async function replace(reply: Reply): Promise<boolean> {
    switch (standing.at) {
      case "nowhere":
        return false;
      case "direct message":
        return mayBeDirect(reply) && direct.change(standing.message, reply);
      case "response url":
        // replace_original would reach the pressed message, which belongs to everybody.
        if (original === "public" && !isPublic(reply)) return false;
        if (isBesideLasting(reply)) return false;
        return standing.isPublic === isPublic(reply) && postTo(responseUrl, reply, { isReplacing: true });
    }
  }

  async function showAnew(reply: Reply): Promise<boolean> {
    if (standing.at === "response url" && standing.isPublic !== isPublic(reply) && original !== "public") {
      // Slack cannot turn a private message into a public one.
      await responseUrl.post({ delete_original: true });
    }
    const isReplacing = (original === "public" && isPublic(reply)) || isShared;
    const mayReplace = original === "none" || isPublic(reply);
    if (
      (await postTo(responseUrl, reply, { isReplacing, mayReplace })) ||
      // Where Slack takes none that could replace something although nothing is there to be replaced.
      (isShared &&
        isRefused(responseUrl) &&
        (await postTo(responseUrl, reply, { isReplacing: false, mayReplace })))
    ) {
      standing = { at: "response url", isPublic: isPublic(reply) };
      if (isBesideLasting(reply)) await responseUrl.post({ delete_original: true });
      return true;
    }
    if (!mayBeDirect(reply)) return false;
    const message = (await progress.become(reply)) ?? (await unlessRefused(log, direct.post(userId, reply)));
    if (message) standing = { at: "direct message", message };
    return message !== undefined;
  }

  return {
    standsAt() {
      if (standing.at === "direct message") return writeStanding({ message: standing.message });
      const isForEverybody = original === "public" || (standing.at === "response url" && standing.isPublic);
      return writeStanding({
        message: progress.standsAt(),
        responseUrl: isForEverybody ? undefined : responseUrl.url,
      });
    },
    async show(reply) {
      if (reply.isHome && (await options.homes.publish(userId, reply))) return true;
      const shown = await deliverFiles(reply, options);
      const isShown = (await replace(shown)) || (await showAnew(shown));
      if (standing.at === "response url") await progress.follow(shown);
      return isShown;
    },
    async showBeside(reply) {
      const shown = await deliverFiles(reply, options);
      if (await postTo(responseUrl, shown, { isReplacing: false })) return true;
      return (await unlessRefused(log, direct.post(userId, shown))) !== undefined;
    },
    progress: (reply) => progress.show(reply),
    async change(reply) {
      const shown = await deliverFiles(reply, options);
      const isChanged = await replace(shown);
      if (isChanged && standing.at === "response url") await progress.follow(shown);
      return isChanged;
    },
    async add(reply) {
      const shown = await deliverFiles(reply, options);
      if (await postTo(responseUrl, shown, { isReplacing: false })) return true;
      const refusal = responseUrl.refusal();
      if (!refusal || refusal.about === "interaction") return false;
      throw new Refused(`Slack did not take a message: ${inOperatorsWords(refusal)}`, refusal);
    },
    async wasShown(reply) {
      standing = { at: "response url", isPublic: isPublic(reply) };
      await progress.follow(reply);
    },
  };
}

/** Of what was said, not of the address. */
function isRefused(responseUrl: ResponseUrl): boolean {
  const about = responseUrl.refusal()?.about;
  return about !== undefined && about !== "interaction";
}
