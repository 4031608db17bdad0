import type { UnusableManager, WhyUnusable } from "../chat/channels.ts";
import { type Member, type Role, tenantIdOf } from "../chat/member.ts";
import { inTeamsWords, type Verdict } from "../chat/refusal.ts";
import { UserError } from "../errors.ts";
import { createExpiringCache, type ExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import { type Home, isMachine, isOfWorkspace, type SlackUser, userSchema } from "./membership.ts";
import { judgeFailure, outsideError } from "./slack-error.ts";
import type { SlackClient } from "./workspaces/slack-client.ts";

/** How long an answer of users.info holds. */
const keptMs = 60_000;
/** How long it holds that somebody is of the workspace, which changes less often than what they may do there. */
const belongsKeptMs = 10 * 60_000;
/** People remembered at once, of all workspaces; beyond that the ones asked about longest ago are forgotten. */
const mostPeople = 10_000;

const defaultLocale = "en-US";

/** `bar`: why this one is no manager, whoever names them. */
type Person = {
  role: Role;
  isGuest: boolean;
  isStranger: boolean;
  locale: string;
  name?: string | undefined;
  /** The name that a mention of them shows. */
  mention?: string | undefined;
  bar?: WhyUnusable | undefined;
};
type Asked = { answer: Promise<Person>; locale: string };

export type People = {
  member(userId: string): Member;
  /** Those of these people who are no managers, though a team names them. Whom Slack does not speak of is none of them. */
  unusableManagers(ids: readonly string[]): Promise<UnusableManager[]>;
  /** What a mention of somebody shows; undefined where Slack does not speak of them. */
  nameOf(id: string): Promise<string | undefined>;
};

type Options = {
  client: SlackClient;
  home: Home;
  known: KnownPeople;
  /** With a token of the whole organization, whose own admins are all that users.info names then (slackapi/bolt-js#1566). */
  isOrganizations(): boolean;
  log: Log;
};

/** What is known of people, by workspace and person. */
export type KnownPeople = { asked: ExpiringCache<Asked>; belongs: ExpiringCache<true> };

export function createKnownPeople(): KnownPeople {
  const now = () => performance.now();
  return {
    asked: createExpiringCache<Asked>({ freshMs: keptMs, most: mostPeople, now }),
    belongs: createExpiringCache<true>({ freshMs: belongsKeptMs, most: mostPeople, now }),
  };
}

/** The people of one workspace, asked for with users.info: https://docs.slack.dev/reference/methods/users.info */
export function createPeople(options: Options): People {
  const { asked, belongs } = options.known;
  const keyOf = (userId: string) => `${options.home.teamId} ${userId}`;

  function ask(userId: string): Promise<Person> {
    const entry: Asked = { answer: askSlack(options, userId), locale: localeOf(userId) };
    asked.keep(keyOf(userId), entry);
    entry.answer.then(
      (person) => {
        entry.locale = person.locale;
        if (person.isStranger) belongs.forget(keyOf(userId));
        else belongs.keep(keyOf(userId), true);
      },
      () => asked.forget(keyOf(userId), entry),
    );
    return entry.answer;
  }

  function remembered(userId: string): Promise<Person> | undefined {
    const known = asked.find(keyOf(userId));
    return known?.isFresh ? known.value.answer : undefined;
  }

  /** Waits for nothing, so an old one will do. */
  function localeOf(userId: string): string {
    return asked.find(keyOf(userId))?.value.locale ?? defaultLocale;
  }

  function member(userId: string, { isFresh }: { isFresh: boolean }): Member {
    let answer: Promise<Person> | undefined;
    // Asked for once, however much of the answer is wanted.
    const person = () => {
      answer ??= (isFresh ? undefined : remembered(userId)) ?? ask(userId);
      return answer;
    };
    return {
      tenantId: tenantIdOf("slack", options.home.teamId),
      platform: "slack",
      userId,
      locale: localeOf(userId),
      ...(options.isOrganizations() && { adminsOf: "organization" }),
      role: async () => (await person()).role,
      grants: [userId],
      isGuest: async () => (await person()).isGuest,
      async isStranger() {
        if (answer === undefined && belongs.find(keyOf(userId))?.isFresh) return false;
        return (await person()).isStranger;
      },
      anew: () => member(userId, { isFresh: true }),
    };
  }

  /** Empty where Slack does not speak of them. */
  function known(id: string): Promise<Partial<Person>> {
    return (remembered(id) ?? ask(id)).catch(() => ({}));
  }

  async function unusable(id: string): Promise<UnusableManager[]> {
    const { bar, name } = await known(id);
    return bar ? [{ id, why: bar, name }] : [];
  }

  return {
    member: (userId) => member(userId, { isFresh: false }),
    unusableManagers: async (ids) => (await Promise.all(ids.map(unusable))).flat(),
    nameOf: async (id) => (await known(id)).mention,
  };
}

const stranger: Person = {
  role: "member",
  isGuest: true,
  isStranger: true,
  locale: defaultLocale,
  bar: "stranger",
};

async function askSlack({ client, home, log }: Options, userId: string): Promise<Person> {
  try {
    const { user } = await client.users.info({ user: userId, include_locale: true });
    const person = readPerson(userSchema.safeParse(user).data, home);
    if (person) return person;
    log.warn("users.info did not say which workspace a person is of");
  } catch (error) {
    const verdict = judgeFailure(error);
    // Slack shows the app nobody of another workspace who shares no channel with it.
    if (verdict.kind === "refused" && ["user_not_found", "user_not_visible"].includes(verdict.code))
      return stranger;
    log.warn({ err: outsideError("users.info", error) }, "who a person is here is not known");
    throw new UserError(unknownSentence(verdict));
  }
  throw new UserError(passingSentence);
}

function readPerson(user: SlackUser | undefined, home: Home): Person | undefined {
  const isOurs = user && isOfWorkspace(user, home);
  if (!user || isOurs === undefined) return undefined;
  const locale = user.locale ?? defaultLocale;
  const name = user.real_name ?? user.name ?? undefined;
  const called = { name, mention: user.profile?.display_name || name };
  if (!isOurs) return { ...stranger, locale, ...called, bar: barOfOther(user) };
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
  const isAdmin = user.is_admin || user.is_owner || user.is_primary_owner;
  return {
    role: isAdmin && !isGuest ? "admin" : "member",
    isGuest,
    isStranger: false,
    locale,
    ...called,
    ...(isGuest && { bar: "guest" }),
  };
}

function barOfOther(user: SlackUser): WhyUnusable {
  if (isMachine(user)) return "bot";
  return user.deleted ? "gone" : "stranger";
}

const notSaid = "Slack did not say whether you belong to this workspace, and as what.";
const passingSentence = `${notSaid} Try again in a minute.`;

/** Waiting helps only where Slack's trouble passes; the rest is for whoever can mend it. */
function unknownSentence(verdict: Verdict): string {
  if (verdict.kind === "refused") return `${notSaid} ${inTeamsWords(verdict.meaning)}`;
  const { waitMs } = verdict;
  return waitMs === undefined ? passingSentence : `${notSaid} Try again in ${Math.ceil(waitMs / 1000)} s.`;
}
