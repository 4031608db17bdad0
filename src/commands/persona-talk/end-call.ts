import type { ButtonResult, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import { UserError } from "../../errors.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { usedText, whyText } from "./call-words.ts";

/** Somebody pressed End: whose room it is, or whoever manages personas. A second press is answered the same. */
export async function endCall(id: string, context: Context<Services>): Promise<ButtonResult> {
  const { services, member } = context;
  const room = await services.conversations.find(member.tenantId, id);
  if (!room)
    throw new UserError(
      "This room is not here any more: it ended some time ago. Press Join or Rehearse for a new one.",
    );
  const isOwn = room.userId === member.userId;
  if (!isOwn && (await member.role()) === "member")
    throw new UserError(
      "This is somebody else's room. They can end it, and so can whoever manages personas here.",
    );
  const ended = await services.conversations.end(room, isOwn ? "person" : "manager");
  return { kind: "reply", reply: endedReply(ended ?? room) };
}

function endedReply(room: Conversation): Reply {
  const name = quoted(room.personaName);
  if (room.endedMs === undefined) {
    return {
      tone: "warning",
      title: `The room with ${name} is being ended`,
      text: "Tavus has not confirmed it yet. Nothing to do: I go on until it does.",
    };
  }
  return {
    tone: "success",
    title: `The room with ${name} is over`,
    text: whyText(room),
    notes: [usedText(room)],
  };
}
