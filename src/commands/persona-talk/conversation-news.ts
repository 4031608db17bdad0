import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { Card, ConversationNews } from "../../conversations/deps.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Replica } from "../../replicas/team-replicas.ts";
import type { Audit } from "../../tenants/audit.ts";
import { plural } from "../../text/plural.ts";
import { type Face, faceOf } from "../ask/replica-choices.ts";
import { quoted } from "../reply/persona-reply.ts";
import { endSentences, minutesText, roomNews } from "./call-words.ts";
import { talkCard } from "./talk-card.ts";

type NewsDeps = {
  channelsOf(tenantId: string): Channels | undefined;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  audit: Pick<Audit, "record">;
  findPersona(tenantId: string, id: string): Promise<Persona | undefined>;
  /** Waits for a first list: nobody draws the card anew once it stands there without its picture. */
  facesOf(tenantId: string): Promise<readonly Replica[]>;
  callMinutesOf(tenantId: string): Promise<number>;
  /** Whether the team lets people rehearse in writing. */
  canRehearse(tenantId: string): Promise<boolean>;
  /** What the message in a rehearsal's thread says that holds the buttons. */
  rehearsalCard(card: Card): Promise<Reply | undefined>;
  /** Something follows a call that is over. */
  wakeFollowUps(): void;
  now(): number;
};

/** Takes news of rooms to people and cards, on whichever platform their team lives. */
export function createConversationNews(deps: NewsDeps): ConversationNews {
  const { channelsOf, sendDirectFor, audit } = deps;
  return {
    async announce(conversation, { standsAt, nonce, isOurs }) {
      const send = sendDirectFor(conversation.tenantId);
      const { state, userId } = conversation;
      // The answer may hold the way in, which these words do not: they stand beside it.
      const isOver = state !== "making" && state !== "open";
      const way = { ...(isOver && { standsAt }), nonce, isOurs };
      return send ? send(userId, roomNews(conversation), undefined, way) : false;
    },

    async announceRemoval(conversation, count) {
      await sendDirectFor(conversation.tenantId)?.(conversation.userId, removalReply(conversation, count));
    },

    async showCard(card, open) {
      const { tenantId, channelId, messageId } = card;
      const channels = channelsOf(tenantId);
      if (!channels) return false;
      const shown = card.mode === "chat" ? deps.rehearsalCard(card) : cardReply(deps, card, open);
      const reply = await shown;
      if (!reply) return false;
      const posted = await channels.edit({ channelId, messageId }, reply);
      return posted.kind === "posted";
    },

    ended({ tenantId, userId, card, personaId, personaName, endReason, endedMs, minutesUsed = 0 }) {
      const why = endReason ? endSentences[endReason] : "";
      audit.record(
        { member: { tenantId, userId }, channelId: card?.channelId ?? "" },
        {
          action: "call-end",
          personaId,
          details: `${personaName}: ${minutesText(minutesUsed)}. ${why}`,
          atMs: endedMs,
        },
      );
      deps.wakeFollowUps();
    },
  };
}

async function cardReply(deps: NewsDeps, card: Card, open: readonly Conversation[]) {
  const persona = await deps.findPersona(card.tenantId, card.personaId);
  const isHere = persona?.link === "linked";
  const face = persona && (await faceOfPersona(deps, persona));
  const name = persona?.name ?? card.personaName;
  const callMinutes = await deps.callMinutesOf(card.tenantId);
  const { personaId, mode } = card;
  const shown = {
    personaId,
    mode,
    personaName: name,
    description: persona?.description,
    face,
    isHere,
    callMinutes,
    canRehearse: await deps.canRehearse(card.tenantId),
  };
  return talkCard(shown, open, deps.now());
}

/** How long a card waits for it is up to `facesOf`. */
export async function faceOfPersona(
  { facesOf }: Pick<NewsDeps, "facesOf">,
  { tenantId, replicaId }: Pick<Persona, "tenantId" | "replicaId">,
): Promise<Face> {
  if (!replicaId) return {};
  return faceOf((await facesOf(tenantId)).find(({ id }) => id === replicaId));
}

function removalReply({ personaName }: Conversation, count: number) {
  const name = quoted(personaName);
  return {
    tone: "neutral",
    title: plural(count, { one: `Ended a room with ${name}`, other: `Ended ${count} rooms with ${name}` }),
    text: "Tavus opened a room for an earlier press after its answer was lost. Nothing to do: nobody could come in.",
  } as const;
}
