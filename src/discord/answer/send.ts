import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { openAgainAction } from "../../chat/dispatch/fixed-replies.ts";
import type { Answering, SendDirect } from "../../chat/interaction.ts";
import { mustBeOurs, sendUnlessRefused } from "../../chat/refusal.ts";
import type { Reply } from "../../chat/reply.ts";
import { randomId } from "../../random-id.ts";
import { repeatWithoutVerdict, toOutsideError } from "../discord-error.ts";
import type { Payload } from "../read/payload.ts";
import { renderFiles } from "../render/render-files.ts";
import { renderReply } from "../render/render-reply.ts";
import { DiscordAnswering, type Outlets } from "./discord-answering.ts";
import { nothingToPressNote } from "./fixed-replies.ts";
import { sendReply } from "./send-reply.ts";
import { replaceStanding } from "./standing.ts";

/** How one interaction is answered. */
export function createAnswering(payload: Payload, outlets: Outlets): Answering {
  return new DiscordAnswering(payload, outlets);
}

const channelSchema = z.object({ id: z.string() });

/** Messages to one person outside any interaction. Rejects with OutsideError where trying again may help. */
export function createSendDirect(rest: REST, { replies, log }: Pick<Outlets, "replies" | "log">): SendDirect {
  function sendAsWritten(userId: string, reply: Reply, nonce: string): Promise<void> {
    const body = renderDirect(reply, nonce);
    return repeatWithoutVerdict(async (signal) => {
      const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: userId }, signal });
      const { id } = channelSchema.parse(opened);
      await rest.post(Routes.channelMessages(id), {
        body,
        files: renderFiles(reply.files ?? []),
        signal,
      });
    });
  }

  async function send(userId: string, reply: Reply, nonce = randomId(20)): Promise<void> {
    try {
      await sendReply(reply, (shown) => sendAsWritten(userId, shown, nonce));
    } catch (error) {
      throw toOutsideError("a direct message", error);
    }
  }

  return async (userId, reply, onRefused, way = {}) => {
    const { nonce, standsAt, inPlace = reply, mayBeAnew } = way;
    await mustBeOurs(way);
    if (standsAt !== undefined) {
      if (await replaceStanding(standsAt, inPlace, { replies, log })) return true;
      if (mayBeAnew && !(await mayBeAnew())) return false;
      await mustBeOurs(way);
    }
    return sendUnlessRefused(send(userId, reply, nonce), { log, onRefused });
  };
}

/** The nonce makes one message of it, however often it is sent. */
function renderDirect(reply: Reply, nonce: string): Record<string, unknown> {
  return { ...renderReply(withoutPressables(reply)), nonce, enforce_nonce: true };
}

/** A direct message has no buttons and no menu: a press outside a server says no team. */
function withoutPressables({ buttons = [], menu, secondMenu, notes = [], ...reply }: Reply): Reply {
  const said = [reply.text ?? "", ...notes].join("\n");
  const isMissed =
    menu !== undefined ||
    secondMenu !== undefined ||
    buttons.some(({ label, action }) => names(said, label) || action === openAgainAction);
  const all = isMissed ? [...notes, nothingToPressNote] : notes;
  return all.length > 0 ? { ...reply, notes: all } : reply;
}

/** "Link" is not named by "Linked". */
function names(text: string, label: string): boolean {
  return inWords(text).includes(inWords(label));
}

function inWords(text: string): string {
  return ` ${text
    .split(/\P{L}+/u)
    .filter(Boolean)
    .join(" ")} `;
}
