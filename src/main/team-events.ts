import type { Channels } from "../chat/channels.ts";
import type { SendDirect } from "../chat/interaction.ts";
import { welcomeBackReply, welcomeReply } from "../commands/reply/welcome.ts";
import type { Arrival } from "../database/team/tenant-life-store.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Personas } from "../personas/personas.ts";
import { randomId } from "../random-id.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { LeftBecause, Present, TeamLife } from "../tenants/life.ts";
import { createTurns } from "../turns.ts";

export type TeamEvents = {
  /**
   * Exactly these of the covered teams whose ids begin with `prefix` have the bot. `channelOf` finds where a welcome may be seen
   * by all; those who came while nobody watched are welcomed after this has resolved, one after the other.
   */
  present(
    prefix: string,
    present: Present,
    channelOf: (tenantId: string) => Promise<string | undefined>,
  ): Promise<void>;
  /** `channelId`: where a welcome may be seen by all, if the team has such a place. It is not waited for. */
  joined(tenantId: string, channelId: string | undefined): Promise<void>;
  /** Somebody has opened the conversation with the bot. */
  opened(tenantId: string, userId: string): Promise<void>;
  /** Somebody has installed the bot in this team, and is told in their direct messages. */
  installed(tenantId: string, userId: string): Promise<void>;
  /** Tells somebody who installed it in more than one team; in the background. */
  greet(userId: string, send: SendDirect): void;
  left(tenantId: string, because: LeftBecause): Promise<void>;
};

/** What follows when the bot comes to a team or is removed from it. */
export function createTeamEvents({
  life,
  keys,
  canStoreKey,
  personas,
  channelsOf,
  sendDirectFor,
  log,
}: {
  life: TeamLife;
  keys: TenantKeys;
  /** Whether teams can bring keys of their own. */
  canStoreKey: boolean;
  personas: Pick<Personas, "cancelSync">;
  channelsOf(tenantId: string): Channels | undefined;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  log: Log;
}): TeamEvents {
  // Noted as they were told: a team that joins while all are compared would otherwise be taken for one that is gone.
  const inTurn = createTurns();

  /** What says the welcome; undefined: nobody needs one. */
  async function welcomeIn(
    tenantId: string,
    channelId: string,
    arrival: Arrival,
  ): Promise<(() => Promise<void>) | undefined> {
    const channels = channelsOf(tenantId);
    if (!channels) return undefined;
    // Somebody may have used the bot before its arrival was noted: "known" then, and not welcomed yet.
    if (arrival !== "returned" && !(await life.claimWelcome(tenantId))) return undefined;
    const reply = arrival === "returned" ? welcomeBackReply() : await welcome(tenantId);
    return () => saidInVain(() => channels.post(channelId, reply, randomId(20)));
  }

  async function welcome(tenantId: string) {
    return welcomeReply({ hasKey: (await keys.keyFor(tenantId)) !== undefined, canStoreKey });
  }

  /** A welcome that cannot be shown harms nobody: every command says what to do first. */
  async function saidInVain(say: () => Promise<unknown>): Promise<void> {
    try {
      await say();
    } catch (error) {
      const level = error instanceof OutsideError ? "info" : "error";
      log[level]({ err: error }, "a welcome could not be shown");
    }
  }

  return {
    async present(prefix, present, channelOf) {
      const came = await inTurn(() => life.compare(prefix, present));
      void saidInVain(async () => {
        for (const { tenantId, arrival } of came) {
          const channelId = await channelOf(tenantId);
          const say = channelId !== undefined && (await welcomeIn(tenantId, channelId, arrival));
          if (say) await say();
        }
      });
    },

    async joined(tenantId, channelId) {
      const arrival = await inTurn(() => life.arrived(tenantId));
      const say = channelId !== undefined && (await welcomeIn(tenantId, channelId, arrival));
      // Discord takes it for lost where it hears nothing for three seconds, as long as a message may take.
      if (say) void say();
    },

    async opened(tenantId, userId) {
      const send = sendDirectFor(tenantId);
      await inTurn(() => life.arrived(tenantId));
      if (!send || !(await life.claimWelcome(tenantId))) return;
      const reply = await welcome(tenantId);
      await saidInVain(() => send(userId, reply));
    },

    async installed(tenantId, userId) {
      const arrival = await inTurn(() => life.arrived(tenantId));
      const send = sendDirectFor(tenantId);
      if (!send) return;
      // Whoever waits for the page does not wait for the message.
      void saidInVain(async () => {
        if (arrival === "returned") await send(userId, welcomeBackReply());
        else if (await life.claimWelcome(tenantId)) await send(userId, await welcome(tenantId));
      });
    },

    greet(userId, send) {
      void saidInVain(() => send(userId, welcomeReply({ hasKey: false, canStoreKey })));
    },

    async left(tenantId, because) {
      await inTurn(() => life.left(tenantId, because));
      await personas.cancelSync(tenantId);
    },
  };
}
