/** Discord may list a guild a little after it has said that the bot came to it. */
const graceMs = 60_000;

/**
 * Which guilds the bot is in, where only lists say so and each is a little old when it is whole. A guild may have the bot's
 * commands without the bot as a member: it is in no list, and it is there as long as somebody uses them.
 */
export function createKnownGuilds(now: () => number = Date.now) {
  let listed = new Set<string>();
  const unlisted = new Set<string>();
  const joinedMs = new Map<string, number>();

  const members = () => [...new Set([...listed, ...joinedMs.keys()])];

  return {
    members,
    /** Also those that have the commands alone. */
    all: () => [...new Set([...members(), ...unlisted])],
    /** It is used, and no list names it: none says anything of it. */
    isUnlisted: (guildId: string): boolean => unlisted.has(guildId),
    /** Somebody uses the bot there. True: it was in no list yet. */
    used(guildId: string): boolean {
      if (listed.has(guildId) || unlisted.has(guildId)) return false;
      unlisted.add(guildId);
      return true;
    },
    joined(guildId: string): void {
      joinedMs.set(guildId, now());
    },
    /** Takes a list that was begun then. */
    take(guildIds: readonly string[], begunMs: number): void {
      for (const [id, ms] of joinedMs) if (ms < begunMs - graceMs) joinedMs.delete(id);
      listed = new Set([...guildIds, ...joinedMs.keys()]);
      for (const id of listed) unlisted.delete(id);
    },
  };
}
