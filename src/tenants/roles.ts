export type Role = "member" | "manager" | "admin";

/** What is asked of a person: a role, or `author`, the right to make personas and to change one's own. */
export type Access = Role | "author";

const rank: { [role in Role]: number } = { member: 0, manager: 1, admin: 2 };

/**
 * Why this role may not do what asks for `access`, as a sentence that names who may; undefined when it may.
 * Until a team names managers, members are authors, and what managers do is for admins.
 * The role is a function because on Slack it takes a request: it is asked only where it decides.
 */
export async function refusalFor(
  role: () => Promise<Role>,
  access: Access,
  { hasManagers }: { hasManagers: boolean },
): Promise<string | undefined> {
  const needed = neededRole(access, hasManagers);
  if (needed === "member" || rank[await role()] >= rank[needed]) return undefined;
  return needed === "admin"
    ? "Only people who manage this server or workspace may do this. Ask one of them."
    : "Only this team's persona managers may do this. Ask one of them, or somebody who manages this server or workspace.";
}

export const strangerSentence =
  "You belong to another workspace. Ask somebody of this one, or have PersonaForge installed in yours.";

/** The role of somebody whom the team may have named: `grants` are the ids they could be named by. */
export async function teamRole(
  person: { role(): Promise<Role>; isGuest(): Promise<boolean>; grants: readonly string[] },
  managers: readonly string[],
): Promise<Role> {
  const role = await person.role();
  if (role !== "member" || !person.grants.some((grant) => managers.includes(grant))) return role;
  return (await person.isGuest()) ? "member" : "manager";
}

function neededRole(access: Access, hasManagers: boolean): Role {
  if (access === "author") return hasManagers ? "manager" : "member";
  if (access === "manager") return hasManagers ? "manager" : "admin";
  return access;
}
