import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, type LinkKey } from "../database/link/link-record.ts";
import { endOpen } from "../link/removals/end-open.ts";
import { tellDirectly } from "../link/settle.ts";
import { type Conversation, conversationFrom } from "./conversation.ts";
import type { ConversationDeps } from "./deps.ts";
import type { EndReason } from "./end-reason.ts";
import { type JoinRequest, type JoinResult, joinConversation } from "./join.ts";

/** What one person is shown at once of what they missed. */
const mostNews = 3;
/** More are not open at once of what one process makes in the hour that a room may last. */
const mostOwn = 2000;

/** What can be done with rooms. */
export type Conversations = {
  join(request: JoinRequest): Promise<JoinResult>;
  find(tenantId: string, id: string): Promise<Conversation | undefined>;
  /** The room that a person has at present. */
  openOf(tenantId: string, userId: string): Promise<Conversation | undefined>;
  /** Every room of a team that has not ended, the oldest first. */
  openIn(tenantId: string): Promise<Conversation[]>;
  /** Ends it whatever it takes; resolves with how it stands once it is over, or after a few seconds. */
  end(conversation: LinkKey, because: EndReason): Promise<Conversation | undefined>;
  /**
   * The key of this tag is about to be forgotten: what was made with it is ended while somebody still can. Resolves with how many
   * were, and how many could not be within a few seconds.
   */
  endMadeWith(tenantId: string, keyTag: string): Promise<{ ended: number; left: number }>;
  /** Its link reached nobody: it is ended at once, and the person told otherwise. */
  abandon(conversation: LinkKey): Promise<void>;
  /** A further press showed its person nothing of the room that they have: they are told otherwise that it is there. */
  remind(conversation: LinkKey, pressId: string): Promise<void>;
  /** The person has read how their press ended. */
  told(conversation: LinkKey): Promise<void>;
  /** What this person was never told, because they take no direct messages. */
  owedTo(tenantId: string, userId: string): Promise<Conversation[]>;
  toldOwed(owed: readonly Conversation[]): Promise<void>;
  /** Tavus's callback about the room with this hash of a token. False: there is none that is open. */
  called(tokenHash: string): Promise<boolean>;
  /**
   * The bot stops: rooms that this process has made are ended where `endsThem` says so of the team. Resolves when they are, or after
   * `withinMs`; whoever starts next goes on with the others.
   */
  endOwn(endsThem: (tenantId: string) => Promise<boolean>, withinMs: number): Promise<void>;
};

export function createConversations(deps: ConversationDeps): Conversations {
  const { store, linking, wakeKeeper } = deps;
  const { links, told } = linking;
  /** Rooms that this process has made, for its end; the oldest of many have ended long ago. */
  const own = new Map<string, LinkKey>();

  async function find(tenantId: string, id: string): Promise<Conversation | undefined> {
    const record = await store.find({ tenantId, id });
    return record && conversationFrom(record);
  }

  async function wantEnd(key: LinkKey, because: EndReason): Promise<void> {
    if (await store.wantEnd(key, because)) wakeKeeper();
  }

  async function tellAgain(key: LinkKey): Promise<void> {
    await told.oweAgain(key);
    const record = await store.find(key);
    if (record) await tellDirectly(linking, record);
  }

  /** The room once it is over, or as it stands at the deadline. Read from the database, for it may be ended by another process. */
  async function whenEnded({ tenantId, id }: LinkKey, deadline: number): Promise<Conversation | undefined> {
    for (;;) {
      const room = await find(tenantId, id);
      if (room?.endedMs !== undefined || room === undefined || performance.now() > deadline) return room;
      await sleep(linking.outcomeWait.pollMs);
    }
  }

  return {
    find,

    async join(request) {
      const result = await joinConversation(deps, request);
      if (result.kind === "room" && result.isNew) {
        const { tenantId, id } = result.conversation;
        own.set(id, { tenantId, id });
        const [oldest] = own.keys();
        if (own.size > mostOwn && oldest !== undefined) own.delete(oldest);
      }
      return result;
    },

    async openOf(tenantId, userId) {
      const record = await store.openOf(tenantId, userId);
      return record && conversationFrom(record);
    },

    openIn: async (tenantId) => (await store.openIn(tenantId)).map(conversationFrom),

    async end(key, because) {
      await wantEnd(key, because);
      return whenEnded(key, performance.now() + linking.outcomeWait.patienceMs);
    },

    endMadeWith(tenantId, keyTag) {
      const listOpen = async () =>
        (await store.openIn(tenantId)).filter(({ link }) => link.keyTag === keyTag);
      return endOpen(listOpen, (room) => wantEnd(room, "keyChanged"), linking.outcomeWait);
    },

    async abandon({ tenantId, id }) {
      await wantEnd({ tenantId, id }, "undelivered");
      await tellAgain({ tenantId, id });
    },

    async remind({ tenantId, id }, pressId) {
      const record = await store.find({ tenantId, id });
      // What came of its own press is told by whoever answers that, and of one that is being made by the queue.
      if (!record || record.pressId === pressId || !isAtRest(record.link)) return;
      await tellAgain({ tenantId, id });
    },

    told: async ({ tenantId, id }) => told.note({ tenantId, id }),

    async owedTo(tenantId, userId) {
      const ids = await links.owedTo(tenantId, userId, mostNews);
      const records = await Promise.all(ids.map((id) => store.find({ tenantId, id })));
      return records.flatMap((record) => (record ? [conversationFrom(record)] : []));
    },

    async toldOwed(owed) {
      for (const { tenantId, id } of owed) told.note({ tenantId, id });
      await told.flush();
    },

    async called(tokenHash) {
      const isOurs = await store.lookNow(tokenHash);
      if (isOurs) wakeKeeper();
      return isOurs;
    },

    async endOwn(endsThem, withinMs) {
      const ending: LinkKey[] = [];
      for (const key of own.values()) {
        if (!(await endsThem(key.tenantId)) || !(await store.wantEnd(key, "shutdown"))) continue;
        ending.push(key);
      }
      if (ending.length > 0) wakeKeeper();
      const deadline = performance.now() + withinMs;
      await Promise.all(ending.map((key) => whenEnded(key, deadline)));
    },
  };
}
