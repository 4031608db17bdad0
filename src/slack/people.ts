import type { webApi } from "@slack/bolt";
import { type Member, type Role, tenantIdOf } from "../chat/member.ts";
import { inTeamsWords, type Verdict } from "../chat/refusal.ts";
import { UserError } from "../errors.ts";
import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import { judgeFailure, outsideError } from "./slack-error.ts";

/** How long an answer of users.info holds. */
const keptMs = 60_000;
/** People remembered at once; beyond that the ones asked about longest ago are forgotten. */
const mostPeople = 1000;

const minuteMs = 60_000;
const defaultLocale = "en-US";

type Person = { role: Role; isGuest: boolean; locale: string };
type Asked = { answer: Promise<Person>; locale: string };

export type People = {
  /** `isFresh`: the role is asked for anew, not remembered. */
  member(userId: string, options: { isFresh: boolean }): Member;
};

/** The people of one workspace, their roles asked with users.info: https://docs.slack.dev/reference/methods/users.info */
export function createPeople(options: { client: webApi.WebClient; teamId: string; log: Log }): People {
  const asked = createExpiringCache<Asked>({
    freshMs: keptMs,
    most: mostPeople,
    now: () => performance.now(),
  });

  function ask(userId: string): Promise<Person> {
    const entry: Asked = { answer: askSlack(options, userId), locale: localeOf(userId) };
    asked.keep(userId, entry);
    entry.answer.then(
      (person) => {
        entry.locale = person.locale;
      },
      () => asked.forget(userId, entry),
    );
    return entry.answer;
  }

  function remembered(userId: string): Promise<Person> | undefined {
    const known = asked.find(userId);
    return known?.isFresh ? known.value.answer : undefined;
  }

  /** Waits for nothing, so an old one will do. */
  function localeOf(userId: string): string {
    return asked.find(userId)?.value.locale ?? defaultLocale;
  }

  return {
    member(userId, { isFresh }) {
      let answer: Promise<Person> | undefined;
      // Asked for once, however much of the answer is wanted.
      const person = () => {
        answer ??= (isFresh ? undefined : remembered(userId)) ?? ask(userId);
        return answer;
      };
      return {
        tenantId: tenantIdOf("slack", options.teamId),
        platform: "slack",
        userId,
        locale: localeOf(userId),
        role: async () => (await person()).role,
        grants: [userId],
        isGuest: async () => (await person()).isGuest,
      };
    },
  };
}

async function askSlack(
  { client, teamId, log }: { client: webApi.WebClient; teamId: string; log: Log },
  userId: string,
): Promise<Person> {
  try {
    const { user } = await client.users.info({ user: userId, include_locale: true });
    const isOurs = user?.team_id === undefined || user.team_id === teamId;
    const isGuest = !isOurs || user?.is_restricted === true || user?.is_ultra_restricted === true;
    const isAdmin = user?.is_admin || user?.is_owner || user?.is_primary_owner;
    return {
      role: isAdmin && !isGuest ? "admin" : "member",
      isGuest,
      locale: user?.locale ?? defaultLocale,
    };
  } catch (error) {
    log.warn({ err: outsideError("users.info", error) }, "a person's role is not known");
    throw new UserError(roleUnknown(judgeFailure(error)));
  }
}

/** Waiting helps only where Slack's trouble passes; the rest is for whoever can mend it. */
function roleUnknown(verdict: Verdict): string {
  if (verdict.kind === "passes") {
    const seconds = Math.ceil((verdict.waitMs ?? minuteMs) / 1000);
    return `Slack did not say whether you are an admin here. Try again in ${seconds === 60 ? "a minute" : `${seconds} s`}.`;
  }
  return `Slack does not say whether you are an admin here. ${inTeamsWords(verdict.meaning)}`;
}
