import type { CallSettings } from "./settings.ts";

export type Role = "member" | "manager" | "admin";

/**
 * What is asked of a person: a role, `author`, the right to make personas and to change one's own, or one of the rights
 * that a team gives to everybody or to its managers.
 */
export type Access = Role | "author" | GrantedRight;

/** To open a call with a persona; to have a video made. */
export type GrantedRight = "talk" | "video";

/** What of a team's settings decides who may do what. */
export type TeamRights = { hasManagers: boolean } & Pick<CallSettings, "talkFor" | "videoFor">;

const rank: { [role in Role]: number } = { member: 0, manager: 1, admin: 2 };

/**
 * Why this role may not do what asks for `access`, as a sentence that names who may; undefined when it may.
 * Until a team names managers, members are authors, and what managers do is for admins.
 * The role is a function because on Slack it takes a request: it is asked only where it decides.
 */
export async function refusalFor(
  role: () => Promise<Role>,
  access: Access,
  {
    platform,
    adminsOf,
    ...rights
  }: TeamRights & { platform: Platform; adminsOf?: "organization" | undefined },
): Promise<string | undefined> {
  const needed = neededRole(access, rights);
  if (needed === "member" || rank[await role()] >= rank[needed]) return undefined;
  const deed = access === "talk" || access === "video" ? access : "other";
  return refusals[deed][needed === "admin" ? (adminsOf ?? platform) : "managers"];
}

type Platform = "discord" | "slack";

/** Who may, by what was to be done; admins as each platform calls them. */
const refusals: {
  [deed in GrantedRight | "other"]: { [who in Platform | "organization" | "managers"]: string };
} = {
  talk: {
    discord: "Only people with Manage Server may talk to personas here. Ask one of them.",
    slack: "Only admins and owners of this workspace may talk to personas here. Ask one of them.",
    organization: ofOrganization("may talk to personas here"),
    managers: "Only this team's persona managers and admins may talk to personas here. Ask one of them.",
  },
  video: {
    discord: "Only people with Manage Server may have videos made here. Ask one of them.",
    slack: "Only admins and owners of this workspace may have videos made here. Ask one of them.",
    organization: ofOrganization("may have videos made here"),
    managers: "Only this team's persona managers and admins may have videos made here. Ask one of them.",
  },
  other: {
    discord: "Only people with Manage Server may do this. Ask one of them.",
    slack: "Only admins and owners of this workspace may do this. Ask one of them.",
    organization: ofOrganization("may do this"),
    managers: "Only this team's persona managers and admins may do this. Ask one of them.",
  },
};

/** Somebody who is an admin of the workspace alone reads why that does not count. */
function ofOrganization(deed: string): string {
  return `Only admins and owners of your whole organization ${deed}: who is an admin here alone I am not told. Ask one of them.`;
}

export const strangerSentence =
  "You belong to another team. Ask somebody of this one, or have me installed in yours.";

/** The role of somebody whom the team may have named: `grants` are the ids they could be named by. */
export async function teamRole(
  person: { role(): Promise<Role>; isGuest(): Promise<boolean>; grants: readonly string[] },
  managers: readonly string[],
): Promise<Role> {
  const role = await person.role();
  if (role !== "member" || !person.grants.some((grant) => managers.includes(grant))) return role;
  return (await person.isGuest()) ? "member" : "manager";
}

function neededRole(access: Access, { hasManagers, talkFor, videoFor }: TeamRights): Role {
  switch (access) {
    case "author":
      return hasManagers ? "manager" : "member";
    case "manager":
      return hasManagers ? "manager" : "admin";
    case "talk":
    case "video": {
      const isForAll = (access === "talk" ? talkFor : videoFor) === "members";
      return isForAll ? "member" : neededRole("manager", { hasManagers, talkFor, videoFor });
    }
    default:
      return access;
  }
}
