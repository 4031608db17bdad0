import type { webApi } from "@slack/bolt";
import { type Member, type Role, tenantIdOf } from "../chat/member.ts";
import { UserError } from "../errors.ts";
import type { Log } from "../log.ts";
import { codeOf } from "./slack-error.ts";

/** How long an answer of users.info holds. */
const keptMs = 60_000;
/** People remembered at once; beyond that the ones asked about longest ago are forgotten. */
const mostPeople = 1000;

const defaultLocale = "en-US";

type Person = { role: Role; isGuest: boolean; locale: string };
type Asked = { atMs: number; answer: Promise<Person>; locale: string };

export type People = {
  /** `isFresh`: the role is asked for anew, not remembered. */
  member(userId: string, options: { isFresh: boolean }): Member;
};

/** The people of one workspace, their roles asked with users.info: https://docs.slack.dev/reference/methods/users.info */
export function createPeople(options: { client: webApi.WebClient; teamId: string; log: Log }): People {
  const asked = new Map<string, Asked>();

  function ask(userId: string): Promise<Person> {
    const entry: Asked = {
      atMs: performance.now(),
      answer: askSlack(options, userId),
      locale: asked.get(userId)?.locale ?? defaultLocale,
    };
    asked.delete(userId);
    asked.set(userId, entry);
    forgetOldest(asked);
    entry.answer.then(
      (person) => {
        entry.locale = person.locale;
      },
      () => {
        if (asked.get(userId) === entry) asked.delete(userId);
      },
    );
    return entry.answer;
  }

  function remembered(userId: string): Promise<Person> | undefined {
    const entry = asked.get(userId);
    return entry && performance.now() - entry.atMs < keptMs ? entry.answer : undefined;
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
        locale: asked.get(userId)?.locale ?? defaultLocale,
        role: async () => (await person()).role,
        grants: [userId],
        isGuest: async () => (await person()).isGuest,
      };
    },
  };
}

function forgetOldest(asked: Map<string, Asked>): void {
  if (asked.size <= mostPeople) return;
  const [oldest] = asked.keys();
  if (oldest !== undefined) asked.delete(oldest);
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
    log.warn({ code: codeOf(error) }, "users.info failed: a person's role is not known");
    throw new UserError("Slack did not say whether you are an admin here. Try again in a minute.");
  }
}
