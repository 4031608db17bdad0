import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { waitFor } from "../support/black-box/black-box-chat.ts";
import { createLinked } from "../support/black-box/black-box-people.ts";
import {
  type GridRun,
  organization,
  servedByOrganization,
  startGridRun,
  teams,
} from "../support/black-box/grid-run.ts";

const timeout = 60_000;
const domain = "personas.example";

/** The app in two workspaces of its own and in an organization of two, each with a persona. */
async function startWithPersonas() {
  const run = await startGridRun();
  const { publicUrl } = await run.start({ SLACK_PREVIEW_DOMAINS: domain });
  for (const teamId of teams) {
    const { workspace, credentials } = run.grid.team(teamId);
    workspace.unfurlDomains.push(domain);
    for (const scope of ["links:read", "links:write"]) credentials.scopes.add(scope);
  }
  const people = new Map(teams.map((teamId) => [teamId, run.somebody(teamId)] as const));
  const userOf = (teamId: (typeof teams)[number]) => people.get(teamId)?.userId ?? "";
  for (const owner of ["T0ONE", "T0TWO"] as const) await run.browser(publicUrl).install(owner, userOf(owner));
  await run.browser(publicUrl).install(organization, userOf("T0RED"));
  for (const teamId of ["T0RED", "T0BLUE"]) servedByOrganization(run, teamId, true);
  for (const [teamId, chat] of people) await createLinked(chat, `Of ${teamId}`);
  const rows = await run.table("personas");
  const linkOf = (teamId: string) =>
    `https://${domain}/${rows.find(({ tenant_id }) => tenant_id === `slack:${teamId}`)?.id}`;
  return { run, userOf, linkOf };
}

function general(run: GridRun, teamId: string): string {
  const { channels } = run.grid.team(teamId).workspace;
  return [...channels.values()].find(({ name }) => name === "general")?.id ?? "";
}

test("in each workspace a link shows a card of its own personas, and of nobody else's", {
  timeout,
}, async () => {
  const { run, userOf, linkOf } = await startWithPersonas();

  for (const teamId of teams) {
    const slack = run.grid.team(teamId);
    const message = slack.person(userOf(teamId)).say(general(run, teamId), teams.map(linkOf).join(" "));
    await waitFor(async () => slack.previews(message).length > 0);
    await sleep(100);

    expect(slack.previews(message).map(({ url }) => url)).toEqual([linkOf(teamId)]);
    const shown = JSON.stringify(slack.previews(message));
    for (const other of teams) expect(shown.includes(`Of ${other}`)).toBe(other === teamId);
  }
});

test("an event that names another workspace shows nothing of it", { timeout }, async () => {
  const { run, userOf, linkOf } = await startWithPersonas();
  const red = run.grid.team("T0RED");
  // Asked with the token of the workspace that the event names, Slack knows none of it.
  run.expectProblem(/token of T0TWO was used for something of another workspace/);
  const named = (teamId: string) => [
    { team_id: teamId, enterprise_id: organization, is_enterprise_install: true },
  ];

  for (const authorizations of [named("T0BLUE"), named("T0TWO"), [...named("T0BLUE"), ...named("T0RED")]]) {
    red.alter((payload) => ({ ...payload, authorizations }));
    const message = red.person(userOf("T0RED")).say(general(run, "T0RED"), teams.map(linkOf).join(" "));
    await red.linkEvent(message)?.acked();
    await sleep(300);
    expect(red.previews(message)).toEqual([]);
  }
});

test("an installation that lacks the scopes for links is in the log once, with what to do", {
  timeout,
}, async () => {
  const run = await startGridRun();
  const { publicUrl } = await run.start({ SLACK_PREVIEW_DOMAINS: domain });
  await run.browser(publicUrl).install("T0ONE", run.somebody("T0ONE").userId);
  const said = () => run.lines.filter((line) => line.includes("older than what it asks for"));

  for (let time = 0; time < 3; time += 1) {
    await run.grid.team("T0ONE").event({ type: "app_uninstalled" }).acked();
    await sleep(100);
  }
  await waitFor(async () => said().length > 0);

  expect(said()).toHaveLength(1);
  for (const word of ["T0ONE", "links:read", "links:write", `${publicUrl}/slack/install`])
    expect(said()[0]).toContain(word);
});
