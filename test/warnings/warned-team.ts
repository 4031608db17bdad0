import { onTestFinished } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import type { WarningRow } from "../../src/database/team/team-rows.ts";
import { restMs } from "../../src/warnings/deliver.ts";
import type { OpenDatabase } from "../support/databases.ts";
import { type BotOptions, factsIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { untilTrue } from "../support/until-true.ts";

export const channelId = "CWARNINGS";
export const admin = "U-admin";
export const author = "U-author";

/** A bot whose poster runs, in a workspace that has set a channel for warnings unless `hasChannel` is false. */
export async function startWarnedTeam(
  open: OpenDatabase,
  { hasChannel = true, ...options }: BotOptions & { hasChannel?: boolean } = {},
) {
  const bot = await startPersonaBot(open, options);
  onTestFinished(() => bot.poster.stop(2000));
  bot.poster.start();

  /** Somebody who is at it holds it for longer. */
  const isLeftAlone = ({ lease_until }: WarningRow) => {
    const leftMs = Date.parse(lease_until ?? "") - bot.database.now();
    return leftMs > 0 && leftMs <= restMs;
  };
  const team = {
    bot,
    person: bot.person(author, "admin"),
    setChannel: (id: string) =>
      bot.settings.change(workspace, { channel: { id, setBy: admin, closedAt: null } }),
    /** The messages in the channels as they stand, oldest first. */
    messages: () => bot.channels.messages,
    direct: () => bot.direct.sent.filter(({ reply }) => isWarning(reply)),
    rows: () => bot.database.kysely.selectFrom("warnings").selectAll().orderBy("first_at").execute(),
    /** Waits until the condition holds, while the poster looks again and again. */
    until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
      return untilTrue(
        () => {
          bot.poster.wake();
          return condition();
        },
        { what },
      );
    },
    /** Waits until every message says what there is to say; the clock skips the time in which they are left alone. */
    settled(): Promise<void> {
      return team.until(async () => {
        const behind = (await team.rows()).filter(({ due_at }) => due_at !== null);
        if (behind.length > 0 && behind.every(isLeftAlone)) bot.skip(restMs);
        return behind.length === 0;
      }, "the warnings to come to rest");
    },
    async fails(times: number): Promise<void> {
      for (let made = 1; made <= times; made += 1) await team.person.create({ name: `Persona ${made}` });
    },
  };
  if (hasChannel) await team.setChannel(channelId);
  return team;
}

export type WarnedTeam = Awaited<ReturnType<typeof startWarnedTeam>>;

/** How often it happened, as the message says. */
export function happened(reply: Reply | undefined): string | undefined {
  return reply && factsIn(reply).Happened;
}

/** Others are about one persona. */
function isWarning(reply: Reply): boolean {
  return !("ID here" in factsIn(reply));
}
