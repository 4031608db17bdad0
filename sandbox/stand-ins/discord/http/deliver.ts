import { answeredBy } from "../../caller.ts";
import { applyCallback } from "../answering.ts";
import type { Interaction } from "../interaction.ts";
import { DiscordRefusal } from "../rest/refusal.ts";
import { readCallback } from "../rules/callback-rules.ts";
import { recordProblem, type World } from "../world.ts";
import { post } from "./post.ts";

/** Sends an interaction to the bot's address. Its answer may be the first one; with 202 that comes by the token. */
export async function deliverInteraction(world: World, url: string, interaction: Interaction): Promise<void> {
  const where = `interaction ${interaction.id}`;
  try {
    const { status, text, response } = await post(world, url, { body: JSON.stringify(interaction.payload) });
    if (status === 202 && text === "") return;
    if (status !== 200)
      return recordProblem(world, { where, message: `HTTP ${status}`, body: text, code: status });
    answeredBy(response, () =>
      applyCallback(world, interaction, readCallback(interaction, JSON.parse(text)), []),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = error instanceof DiscordRefusal ? error.summary : `Not delivered: ${error.message}`;
    recordProblem(world, { where, message, body: undefined });
  }
}

/** Tells the bot's address of an event, where one is entered. Whoever does not take it hears it again, a few times. */
export async function deliverEvent(
  world: World,
  type: "APPLICATION_AUTHORIZED" | "APPLICATION_DEAUTHORIZED",
  data: Record<string, unknown>,
): Promise<void> {
  const url = world.addresses.events;
  if (url === undefined) return;
  const event = { type, timestamp: new Date().toISOString(), data };
  const body = JSON.stringify({ version: 1, application_id: world.applicationId, type: 1, event });
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await post(world, url, { body }).catch(() => undefined);
    if (answer?.status === 204) return;
  }
  recordProblem(world, { where: `event ${type}`, message: "Nobody took it", body: undefined });
}
