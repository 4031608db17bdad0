import { expect, test } from "vitest";
import { isOfWorkspace, type SlackUser } from "../../src/slack/membership.ts";

const alone = { teamId: "T1", enterpriseId: undefined };
const inGrid = { teamId: "T1", enterpriseId: "E1" };

const of = (enterprise_id: string | undefined, teams?: string[]) => ({
  enterprise_user: { enterprise_id, teams },
});

test.each<[string, SlackUser]>([
  ["whose team it is", { team_id: "T1" }],
  ["whose team it is, not a stranger", { team_id: "T1", is_stranger: false, enterprise_user: null }],
  ["named by the organization, in it", { team_id: "E1", ...of("E1", ["T2", "T1"]) }],
  ["named by another workspace, in both", { team_id: "T2", ...of("E1", ["T1", "T2"]) }],
  ["named by nothing, in it", of("E1", ["T1"])],
  ["with the list of an older answer", { teams: ["T1"] }],
  ["of the same organization, whose workspaces Slack does not list", { team_id: "E1", ...of("E1") }],
  ["who is a guest", { team_id: "T1", is_restricted: true }],
])("somebody %s is of the workspace", (_what, user) => {
  expect(isOfWorkspace(user, inGrid)).toBe(true);
});

test.each<[string, SlackUser]>([
  ["of another company in a shared channel", { team_id: "T9", is_stranger: false }],
  ["of another company met nowhere", { team_id: "T9", is_stranger: true }],
  [
    "Slack calls a stranger, whatever else it says",
    { team_id: "T1", is_stranger: true, ...of("E1", ["T1"]) },
  ],
  ["of another organization", { team_id: "E9", is_stranger: false, ...of("E9", ["T9"]) }],
  ["of another organization whose workspaces are not listed", { team_id: "E9", ...of("E9") }],
  ["of the organization, in other workspaces alone", { team_id: "T2", ...of("E1", ["T2"]) }],
  ["of the organization, in none of its workspaces", { team_id: "E1", ...of("E1", []) }],
  ["who is a machine", { id: "U1", team_id: "T1", is_bot: true }],
  ["who is Slack's own machine", { id: "USLACKBOT", team_id: "T1", is_bot: false }],
  ["whose account was ended", { team_id: "T1", deleted: true }],
])("somebody %s is not of the workspace", (_what, user) => {
  expect(isOfWorkspace(user, inGrid)).toBe(false);
  expect(isOfWorkspace({ ...user }, { ...inGrid, enterpriseId: undefined })).toBe(false);
});

test("a workspace without an organization has nobody by an organization's name", () => {
  expect(isOfWorkspace({ team_id: "E1", ...of("E1") }, alone)).toBe(false);
});

test.each<SlackUser>([
  {},
  { is_stranger: false },
  { profile: { team: "T1" } },
])("what says nothing decides nothing in an organization, and keeps nobody out of a workspace without one", (user) => {
  expect(isOfWorkspace(user, inGrid)).toBeUndefined();
  expect(isOfWorkspace(user, alone)).toBe(true);
});

test.each<SlackUser>([
  { enterprise_user: {} },
  { enterprise_id: "E9" },
  { profile: { team: "T9" } },
])("nor is somebody its own of whom Slack leaves the team out and says something of another one: %j", (user) => {
  expect(isOfWorkspace(user, alone)).toBeUndefined();
});
