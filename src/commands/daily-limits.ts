import type { Context } from "../chat/command.ts";
import { UserError } from "../errors.ts";
import { type LimitKind, limitDefaults, type Reserved } from "../tenants/limits.ts";
import type { Services } from "./services.ts";

/** From here on what is left is worth a line: this share of the limit. */
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
  if (!reserved.ok) throw new UserError(refusalOf(kind, reserved, services.now()));
  return noteOf(kind, reserved);
}

function refusalOf(kind: LimitKind, { which, limit, resetsAtMs }: Refused, nowMs: number): string {
  const what = limitDefaults[kind].label.toLowerCase();
  const whose = which === "team" ? "This team" : "You";
  const used =
    limit === 0
      ? `${whose} may use none of the daily limit for ${what}: it is set to 0.`
      : `${whose} ${which === "team" ? "has" : "have"} used today's limit for ${what}, which is ${limit}.`;
  const resets = limit === 0 ? "" : ` It starts anew at 00:00 UTC, in about ${inAbout(resetsAtMs - nowMs)}.`;
  return `${used}${resets} Somebody who manages this server or workspace can raise it with /persona-setup.`;
}

function noteOf(kind: LimitKind, { left, limit }: Reserved & { ok: true }): string | undefined {
  const what = limitDefaults[kind].label;
  const isTeams = left.team <= left.member;
  const [rest, most] = isTeams ? [left.team, limit.team] : [left.member, limit.member];
  if (rest > most * fewShare) return undefined;
  return `${what}: ${rest} of ${most} left today${isTeams ? " for the whole team" : " for you"}.`;
}

function inAbout(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
