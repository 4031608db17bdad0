import type { Context } from "../../chat/command.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { UserError } from "../../errors.ts";
import type { CreateRequest } from "../../personas/create.ts";
import { type LimitKind, limitDefaults, type Reserved } from "../../tenants/limits.ts";
import type { Services } from "../services.ts";

/** The share of a limit from which on what is left is worth a line. */
const fewShare = 0.2;

type Asking = Pick<Context<Services>, "services" | "member">;
type Refused = Reserved & { ok: false };

/**
 * Takes one from the day's limits before the work begins, once for each id. Returns a note when few are left, for the
 * end of the answer. Throws UserError when none is left: it names the limit, when it resets, and who can raise it.
 */
export async function takeOne(
  kind: LimitKind,
  id: string,
  { services, member }: Asking,
): Promise<string | undefined> {
  const { tenantId, userId } = member;
  const reserved = await services.limits.reserve({ tenantId, userId, kind, id, amount: 1 });
  return noteOrRefuse(kind, reserved);
}

/** The same for what takes its one as it is saved: `judge` returns the note, or throws the UserError. */
export async function allowOne(
  kind: LimitKind,
  id: string,
  { services, member }: Asking,
): Promise<NonNullable<CreateRequest["allowance"]>> {
  const { tenantId, userId } = member;
  const allowance = await services.limits.allowance({ tenantId, userId, kind, id, amount: 1 });
  return {
    reservation: allowance.reservation,
    judge: (usage) => noteOrRefuse(kind, allowance.judge(usage)),
  };
}

function noteOrRefuse(kind: LimitKind, reserved: Reserved): string | undefined {
  if (!reserved.ok) throw new UserError(limitRefusal(kind, reserved));
  return noteOf(kind, reserved);
}

/** The longest that a room may last is taken before it is opened. */
const backWhenOver = "What its open rooms do not use comes back as soon as they end.";

/** That a limit is in the way: whose, when it resets, and who can raise it. */
export function limitRefusal(kind: LimitKind, { which, limit, resetsAtMs }: Refused): string {
  const what = limitDefaults[kind].label.toLowerCase();
  const isTeams = which === "team";
  if (limit === 0)
    return isTeams
      ? `This team's daily limit for ${what} is set to 0. An admin can raise it: /persona-setup, Save, then Limits.`
      : `Each person's daily limit for ${what} is set to 0. An admin can raise it: /persona-setup, Save, then Limits.`;
  const used = isTeams
    ? `This team has used today's limit for ${what}, which is ${limit}.`
    : `You have used today's limit for ${what}, which is ${limit}.`;
  // One person has one room at a time, and who has one is not refused another.
  const back = isTeams && kind === "conversationMinutes" ? ` ${backWhenOver}` : "";
  return `${used}${back} It resets ${timeMark(resetsAtMs)}. An admin can raise it: /persona-setup, Save, then Limits.`;
}

function noteOf(kind: LimitKind, { left, limit }: Reserved & { ok: true }): string | undefined {
  const what = limitDefaults[kind].label;
  const isTeams = left.team <= left.member;
  const [rest, most] = isTeams ? [left.team, limit.team] : [left.member, limit.member];
  if (rest > most * fewShare) return undefined;
  return isTeams
    ? `${what}: ${rest} of ${most} left today for the whole team.`
    : `${what}: ${rest} of ${most} left today for you.`;
}
