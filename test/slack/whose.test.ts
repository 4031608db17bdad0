import { expect, test } from "vitest";
import { namedInEvent, whoseInteraction } from "../../src/slack/read/whose.ts";

const of = (teamId: string | undefined, enterpriseId?: string) => ({ teamId, enterpriseId });

test.each([
  ["a command", { team_id: "T1", user_id: "U1" }, of("T1")],
  ["a command in an organization", { team_id: "T1", enterprise_id: "E1" }, of("T1", "E1")],
  ["a press", { team: { id: "T1" }, user: { id: "U1", team_id: "T1" } }, of("T1")],
  [
    "a press of somebody of another workspace",
    { team: { id: "T1", enterprise_id: "E1" }, user: { id: "U1", team_id: "T2" } },
    of("T1", "E1"),
  ],
  [
    "a form of an organization's app, without a team",
    { team: null, enterprise: { id: "E1" }, user: { id: "U1", team_id: "T1" }, view: { team_id: "T1" } },
    of("T1", "E1"),
  ],
  [
    "a form whose app is installed in an organization",
    { team: { id: "T1" }, enterprise: { id: "E1" }, view: { app_installed_team_id: "E1", team_id: "E1" } },
    of("T1", "E1"),
  ],
  [
    "a form opened in a channel shared with another company",
    { team: { id: "T2" }, user: { team_id: "T2" }, view: { app_installed_team_id: "T1", team_id: "T1" } },
    of("T1"),
  ],
  [
    "a form opened in a channel shared with an organization",
    {
      team: { id: "T2", enterprise_id: "E2" },
      enterprise: { id: "E2" },
      user: { team_id: "T2" },
      view: { app_installed_team_id: "T1", team_id: "T1" },
    },
    of("T1"),
  ],
  [
    "a form of an organization that names no other workspace",
    { team: null, enterprise: { id: "E1" }, user: { team_id: "E1" }, view: { app_installed_team_id: "T1" } },
    of("T1", "E1"),
  ],
  [
    "only an organization",
    { team: null, enterprise: { id: "E1" }, user: { team_id: "E1" } },
    of(undefined, "E1"),
  ],
  ["nothing", {}, of(undefined)],
])("%s names its workspace", (_what, body, named) => {
  expect(whoseInteraction(body)).toEqual(named);
});

test.each([
  [
    "a workspace",
    { team_id: "T1", authorizations: [{ team_id: "T1", enterprise_id: null }] },
    of("T1"),
    ["T1"],
  ],
  ["an organization alone", { team_id: "E1", enterprise_id: "E1" }, of(undefined, "E1"), ["E1"]],
  [
    "a channel shared with an organization",
    { team_id: "T2", enterprise_id: "E2", authorizations: [{ team_id: "T1", enterprise_id: null }] },
    of("T1"),
    ["T1", "T2", "E2"],
  ],
  [
    "a workspace of an organization, which shares a channel with another one,",
    {
      ...{ team_id: "T2", enterprise_id: "E2" },
      authorizations: [{ team_id: "T1", enterprise_id: "E1" }],
    },
    of("T1", "E1"),
    ["T1", "T2", "E1", "E2"],
  ],
  [
    "both",
    { team_id: "T2", context_team_id: "T1", authorizations: [{ team_id: null, enterprise_id: "E1" }] },
    of("T1", "E1"),
    ["T1", "T2", "E1"],
  ],
])("an event of %s names all of it", (_what, body, named, ids) => {
  expect(namedInEvent(body)).toEqual({ ...named, ids });
});
