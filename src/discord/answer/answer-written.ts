import { type REST, Routes } from "discord.js";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import { repeatWithoutVerdict, toOutsideError } from "../discord-error.ts";
import type { Written } from "../read/written.ts";
import { renderReply } from "../render/render-reply.ts";
import { writtenToReply } from "./fixed-replies.ts";

/** One person is told it so often at most, and of so many it is remembered who was. */
const againMs = 6 * 60 * 60_000;
const mostPeople = 1000;

/** All people together: what the bot has to say to others must not wait behind a crowd that writes to it. */
const mostAMinute = 20;
const minuteMs = 60_000;

/** Tells whoever writes to the bot itself where its commands are. Never rejects. */
export function createAnswerWritten(
  rest: () => REST,
  { log, now = () => performance.now() }: { log: Log; now?: () => number },
): (written: Written) => Promise<void> {
  const told = createExpiringCache<true>({ freshMs: againMs, most: mostPeople, now });
  let minute = { beganMs: Number.NEGATIVE_INFINITY, answers: 0 };

  function isOneTooMany(): boolean {
    if (now() - minute.beganMs >= minuteMs) minute = { beganMs: now(), answers: 0 };
    minute.answers += 1;
    return minute.answers > mostAMinute;
  }

  return async ({ messageId, channelId, userId }) => {
    if (told.find(userId)?.isFresh || isOneTooMany()) return;
    told.keep(userId, true);
    // By its nonce it is one message, however often it is sent, and where two processes hear of what was written, as while one takes
    // over from the other.
    const body = { ...renderReply(writtenToReply()), nonce: messageId, enforce_nonce: true };
    try {
      await repeatWithoutVerdict((signal) =>
        rest().post(Routes.channelMessages(channelId), { body, signal }),
      );
    } catch (error) {
      const err = toOutsideError("an answer to a direct message", error);
      log.info({ err }, "somebody who wrote to the bot could not be told where its commands are");
    }
  };
}
