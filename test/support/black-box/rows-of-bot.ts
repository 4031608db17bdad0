import type { PersonaBot } from "../persona-bot.ts";
import type { FlatRow } from "../personas/persona-rows.ts";

/** The rows, without when their people were told: that is written a moment after the answer. */
export async function rowsOfBot(bot: PersonaBot): Promise<Partial<FlatRow>[]> {
  return (await bot.rows()).map(({ told_at: _, tell_lease_until: _until, ...row }) => row);
}
