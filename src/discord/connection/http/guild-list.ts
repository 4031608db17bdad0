import { type REST, Routes } from "discord.js";
import { z } from "zod";

/** The most that Discord lists at once: https://discord.com/developers/docs/resources/user#get-current-user-guilds */
const perPage = 200;

const pageSchema = z.array(z.object({ id: z.string() }));

/** Ids of all guilds the bot is in. Rejects as discord.js does; then nothing is known, whatever was read before. */
export async function listGuildIds(rest: REST): Promise<string[]> {
  const ids = new Set<string>();
  let after = "0";
  for (;;) {
    const query = new URLSearchParams({ limit: String(perPage), after });
    const page = pageSchema.parse(await rest.get(Routes.userGuilds(), { query }));
    for (const { id } of page) ids.add(id);
    const newest = page
      .map(({ id }) => id)
      .toSorted(byAge)
      .at(-1);
    // A page that does not go on would be asked for without end.
    if (page.length < perPage || newest === undefined || byAge(newest, after) <= 0) return [...ids];
    after = newest;
  }
}

/** As numbers: an older id may have fewer digits. */
function byAge(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}
