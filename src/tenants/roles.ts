export type Role = "member" | "manager" | "admin";

const rank: { [role in Role]: number } = { member: 0, manager: 1, admin: 2 };

/**
 * Why this role may not do what asks for `access`, as a sentence that names who may; undefined when it may.
 * Until a team names managers, members may create and edit their own personas, so `manager` asks for nothing then.
 * The role is a function because on Slack it takes a request: it is asked only where it decides.
 */
export async function refusalFor(
  role: () => Promise<Role>,
  access: Role,
  { hasManagers }: { hasManagers: boolean },
): Promise<string | undefined> {
  const needed = access === "manager" && !hasManagers ? "member" : access;
  if (needed === "member" || rank[await role()] >= rank[needed]) return undefined;
  return needed === "admin"
    ? "Only people who manage this server or workspace may do this. Ask one of them."
    : "Only this team's persona managers may do this. Ask one of them, or somebody who manages this server or workspace.";
}
