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
 * else a `T…` does; a form that was opened in a channel shared with others names the workspace of the app beside it. The
 * organization is then that of the others: with it, their app's token would serve this workspace.
 */
export function whoseInteraction(body: unknown): Named {
  const { team_id, enterprise_id, team, enterprise, user, view } = naming.parse(body);
  const apps = [view?.app_installed_team_id];
  const rest = [team?.id, team_id, view?.team_id, user?.team_id];
  const teamId = first([...apps, ...rest], "T");
  // Without a form of the app's, the two are the same.
  const acted = first(rest, "T");
  const isOfOthers = acted !== undefined && acted !== teamId;
  const organizations = isOfOthers ? [] : [enterprise?.id, enterprise_id, team?.enterprise_id];
  return { teamId, enterpriseId: first([...organizations, ...apps, ...(isOfOthers ? [] : rest)], "E") };
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

/**
 * Everything that an event names, organizations among them: https://docs.slack.dev/apis/events-api/#event-payload
 * In a channel shared with others only `authorizations` is about the app's own side (slackapi/bolt-js#935): an organization
 * is that of the workspace beside it.
 */
export function namedInEvent(body: unknown): NamedInEvent {
  const { team_id, enterprise_id, context_team_id, context_enterprise_id, authorizations } =
    envelope.parse(body);
  const sides = [
    ...(authorizations ?? []),
    { team_id: context_team_id, enterprise_id: context_enterprise_id },
    { team_id, enterprise_id },
  ];
  const teams = sides.map((side) => side.team_id);
  const enterprises = sides.map((side) => side.enterprise_id);
  const teamId = first(teams, "T");
  const own = sides.filter((side) => side.team_id === teamId || first([side.team_id], "T") === undefined);
  const enterpriseId = first(
    [...own.map((side) => side.enterprise_id), ...own.map((side) => side.team_id)],
    "E",
  );
  const ids = [...teams, ...enterprises].filter((each) => each != null);
  return { teamId, enterpriseId, ids: [...new Set(ids)] };
}

function first(ids: readonly (string | null | undefined)[], letter: string): string | undefined {
  return ids.find((each) => each?.startsWith(letter)) ?? undefined;
}
