import { z } from "zod";

/** So many of those before are known again at the end of a prompt, the latest first. */
export const mostEarlier = 10;

const teamPromptSchema = z.object({ text: z.string(), earlier: z.array(z.string()) });

/** What a team has at the end of every new persona's prompt ("": nothing), and what stood there before. */
export type TeamPrompt = { text: string; earlier: readonly string[] };

export const noTeamPrompt: TeamPrompt = { text: "", earlier: [] };

export function readTeamPrompt(json: string | null): TeamPrompt {
  return json === null ? noTeamPrompt : teamPromptSchema.parse(JSON.parse(json));
}
