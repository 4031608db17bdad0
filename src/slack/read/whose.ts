import { z } from "zod";
import type { Named } from "../workspaces/workspace.ts";

const id = z.string().nullish();
const object = z.object({ id, enterprise_id: id }).nullish();

/** Where payloads of every kind name a workspace and an organization: https://docs.slack.dev/reference/interaction-payloads */
const naming = z.object({
  team_id: id,
  enterprise_id: id,
  team: object,
  enterprise: object,
  user: z.object({ team_id: id }).nullish(),
  view: z.object({ team_id: id, app_installed_team_id: id }).nullish(),
});

/**
 * Whose an interaction is. Where the app is installed to a whole organization, `team` may be null, or an `E…` stand where
 * else a `T…` does; a form that was opened in a channel shared with others names the workspace of the app beside it.
 */
export function whoseInteraction(body: unknown): Named {
  const { team_id, enterprise_id, team, enterprise, user, view } = naming.parse(body);
  const ids = [view?.app_installed_team_id, team?.id, team_id, view?.team_id, user?.team_id];
  return named(ids, [enterprise?.id, enterprise_id, team?.enterprise_id, ...ids]);
}

const envelope = z.object({
  team_id: id,
  enterprise_id: id,
  context_team_id: id,
  context_enterprise_id: id,
  authorizations: z.array(z.object({ team_id: id, enterprise_id: id })).nullish(),
});

/** `ids`: of workspaces and organizations, all of them. */
export type NamedInEvent = Named & { ids: readonly string[] };

/** Everything that an event names, organizations among them: https://docs.slack.dev/apis/events-api/#event-payload */
export function namedInEvent(body: unknown): NamedInEvent {
  const { team_id, enterprise_id, context_team_id, context_enterprise_id, authorizations } =
    envelope.parse(body);
  const all = authorizations ?? [];
  const teams = [...all.map((each) => each.team_id), context_team_id, team_id];
  const enterprises = [...all.map((each) => each.enterprise_id), enterprise_id, context_enterprise_id];
  const ids = [...teams, ...enterprises].filter((each) => each != null);
  return { ...named(teams, [...enterprises, ...teams]), ids: [...new Set(ids)] };
}

function named(teams: (string | null | undefined)[], enterprises: (string | null | undefined)[]): Named {
  const first = (ids: typeof teams, letter: string) => ids.find((each) => each?.startsWith(letter));
  return { teamId: first(teams, "T") ?? undefined, enterpriseId: first(enterprises, "E") ?? undefined };
}
