import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { repeatWithoutVerdict, toOutsideError } from "./discord-error.ts";

const guildSchema = z.object({ system_channel_id: z.string().nullish() });

/** The channel of a guild that joined while the bot was away: READY names the guild and says nothing more. */
export async function findSystemChannel(rest: REST, guildId: string): Promise<string | undefined> {
  try {
    const guild = await repeatWithoutVerdict(() => rest.get(Routes.guild(guildId)));
    return guildSchema.parse(guild).system_channel_id ?? undefined;
  } catch (error) {
    throw toOutsideError("the question for a server's channels", error);
  }
}
