import type { NewsLine, Owing } from "../../chat/dispatch/dispatch-deps.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import type { Member } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import type { PersonaAnnouncements } from "../../personas/persona-port.ts";
import type { Personas } from "../../personas/personas.ts";
import { roomNews } from "../persona-talk/call-words.ts";
import { newsLine as videoLine } from "../persona-video/video-reply.ts";
import type { Services } from "../services.ts";
import { newsLine, personaReply, removalReply } from "./persona-reply.ts";
import { fateReply } from "./removed-reply.ts";

/** Takes news to people whose interaction is over, on whichever platform their tenant lives. */
export type News = PersonaAnnouncements;

/** Tells a reply to somebody, now or with their next command. */
export type TellForSure = (whom: Owing, reply: Reply) => Promise<void>;

export function createNews(
  sendDirect: (tenantId: string) => SendDirect | undefined,
  tellForSure: TellForSure,
): News {
  return {
    async announce(persona, way) {
      const send = sendDirect(persona.tenantId);
      return send ? send(persona.createdBy, personaReply(persona), undefined, way) : false;
    },
    async announceRemoval(persona, count) {
      await sendDirect(persona.tenantId)?.(persona.createdBy, removalReply(persona, count));
    },
    async announceFate(persona, { fate, userId }) {
      const { tenantId, id } = persona;
      await tellForSure({ id: `${id}.removed`, member: { tenantId, userId } }, fateReply(persona, fate));
    },
  };
}

/** What a person could not be told directly, for the end of their next answer. */
async function owedNews(personas: Personas, { tenantId, userId }: Member): Promise<NewsLine[]> {
  const owed = await personas.owedTo(tenantId, userId);
  return owed.map((persona) => ({
    line: `Meanwhile: ${newsLine(persona)}`,
    told: () => personas.toldOwed([persona]),
  }));
}

/** The same, what became of their rooms and videos, and the warnings nobody could tell them directly. */
export async function allOwedNews(
  {
    personas,
    conversations,
    videos,
    warnings,
  }: Pick<Services, "personas" | "conversations" | "videos" | "warnings">,
  member: Member,
): Promise<NewsLine[]> {
  return [
    ...(await owedNews(personas, member)),
    ...(await owedRooms(conversations, member)),
    ...(await owedVideos(videos, member)),
    ...(await warnings.owedTo(member)),
  ];
}

async function owedRooms(
  conversations: Services["conversations"],
  { tenantId, userId }: Member,
): Promise<NewsLine[]> {
  const owed = await conversations.owedTo(tenantId, userId);
  return owed.map((room) => {
    const { title, text } = roomNews(room);
    return { line: `Meanwhile: ${title}. ${text}`, told: () => conversations.toldOwed([room]) };
  });
}

async function owedVideos(videos: Services["videos"], { tenantId, userId }: Member): Promise<NewsLine[]> {
  const owed = await videos.owedTo(tenantId, userId);
  return owed.map((video) => ({
    line: `Meanwhile: ${videoLine(video)}`,
    told: () => videos.toldOwed([video]),
  }));
}
