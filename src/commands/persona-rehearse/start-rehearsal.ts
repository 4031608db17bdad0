import type { ButtonResult, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import { saidBy } from "../../warnings/sentences.ts";
import { joinReply } from "../persona-talk/join-reply.ts";
import { findLinked, type OpenedRoom, openRoom } from "../persona-talk/open-room.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { rehearsalView } from "./rehearsal-view.ts";

/** Somebody pressed Rehearse: a conversation of their own in writing, from the same minutes as a call. */
export async function startRehearsal(personaId: string, context: Context<Services>): Promise<ButtonResult> {
  const { services, member } = context;
  const { isRehearsalOn } = await services.settings.of(member.tenantId);
  if (!isRehearsalOn) throw new UserError(isOff);
  const found = await findLinked(personaId, context);
  if ("reply" in found) return { kind: "reply", reply: found.reply };
  const answer = (room: OpenedRoom) => replyTo(room, context);
  return openRoom(found.persona, { mode: "chat", card: undefined, action: "rehearse", answer }, context);
}

const isOff =
  "Rehearsing in writing is switched off in this team. Somebody who manages this server or workspace can switch it on: /persona-setup, Calls and videos.";

async function replyTo(result: OpenedRoom, { services }: Context<Services>): Promise<Reply> {
  const { conversation: room } = result;
  if (room.mode === "chat" && room.state === "open") {
    const lines = await services.rehearsals.lines(room);
    return rehearsalView({ room, lines, mayEdit: false });
  }
  const cause = room.failure?.cause;
  if (room.mode === "chat" && room.state === "failed" && cause === "rejected") {
    return {
      tone: "failure",
      title: `No rehearsal with ${quoted(room.personaName)}`,
      text: `${notOffered(room.failure?.words)} Nothing was taken of the daily limit.`,
    };
  }
  return joinReply(result, { holders: [], isManager: false, left: undefined });
}

/** One sentence, and Tavus's own words where it has some. */
export function notOffered(words: string | undefined): string {
  return `This Tavus account does not offer talking in writing.${saidBy("rejected", words)}`;
}
