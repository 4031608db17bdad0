import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { StateStore } from "@slack/oauth";

/** How long somebody may take to agree on Slack's page. */
const lifetimeMs = 10 * 60_000;

/**
 * Each installation that comes back is noted in the database and asked of Slack, and anybody can begin one. Slack answers about a
 * hundred a minute, whoever asks: https://docs.slack.dev/apis/web-api/rate-limits
 */
const mostAMinute = 60;
const minuteMs = 60_000;
/** More than may be taken within their lifetime; one that is forgotten too soon costs a look into the database. */
const mostRemembered = 1000;

/** Why a state is not taken. */
export class StateRefused extends Error {
  readonly reason: "forged" | "late" | "used" | "tooMany";

  constructor(reason: StateRefused["reason"]) {
    super(`The state of an installation is not taken: ${reason}`);
    this.reason = reason;
  }
}

/**
 * The states of installations under way: signed, so that every process takes what another one has given; each is good for
 * ten minutes and once. Bolt's own can be used again and again. That it comes back to the same browser is Bolt's cookie's
 * to see to.
 */
export function createStates({
  secret,
  options,
  reserve,
  now,
}: {
  /** All processes of the app have the same. */
  secret: string;
  /** What to ask of Slack, the same at every installation. */
  options: { scopes: string[]; redirectUri: string };
  /** True for the first caller with this name. */
  reserve(name: string): Promise<boolean>;
  now(): number;
}): StateStore {
  let minute = { beganMs: Number.NEGATIVE_INFINITY, taken: 0 };
  /** Names that came back to this process. Whoever sends one again and again, as anybody can, keeps nobody out by it. */
  const came = new Set<string>();

  function isOneTooMany(): boolean {
    if (Math.abs(now() - minute.beganMs) >= minuteMs) minute = { beganMs: now(), taken: 0 };
    minute.taken += 1;
    return minute.taken > mostAMinute;
  }

  async function isFirst(name: string): Promise<boolean> {
    if (came.size >= mostRemembered) came.clear();
    came.add(name);
    try {
      return await reserve(name);
    } catch (error) {
      came.delete(name);
      throw error;
    }
  }

  const sign = (text: string) =>
    createHmac("sha256", secret).update(`personaforge install ${text}`).digest("base64url");

  return {
    async generateStateParam() {
      const text = `${(now() + lifetimeMs).toString(36)}.${randomBytes(16).toString("base64url")}`;
      return `${text}.${sign(text)}`;
    },
    async verifyStateParam(_date, state) {
      const [until = "", name = "", signature = ""] = state.split(".");
      const expected = Buffer.from(sign(`${until}.${name}`));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected))
        throw new StateRefused("forged");
      if (Number.parseInt(until, 36) < now()) throw new StateRefused("late");
      if (came.has(name)) throw new StateRefused("used");
      if (isOneTooMany()) throw new StateRefused("tooMany");
      if (!(await isFirst(name))) throw new StateRefused("used");
      return options;
    },
  };
}
