import { randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";

/** One token, of a workspace (`T…`) or an organization (`E…`). */
type GrantedToken = { readonly owner: string; readonly expiresAtMs: number; refusal: string | undefined };
type Code = {
  readonly owner: string;
  readonly userId: string;
  readonly redirectUri: string;
  isUsed: boolean;
};

export type TokenDesk = {
  /** Whose token it is. Undefined with Slack's word for it: it is refused. */
  judge(token: string | undefined): { owner: string } | { refusal: string };
  issueCode(owner: string, userId: string, redirectUri: string): string;
  /** Exchanges a code, or a refresh token, for a token; or says why not. */
  exchange(args: JsonObject): { grant: Grant } | { refusal: string };
  /** All tokens of this owner die. */
  kill(owner: string, refusal: string): void;
  /** From now on tokens end; so many seconds after they were given. Undefined: they end never. */
  setLifetime(seconds: number | undefined): void;
  /** From now on no refresh token is taken, and each is told this; undefined: they are, as ever. */
  refuseRenewals(refusal: string | undefined): void;
  /** How many refresh tokens were taken. */
  renewalCount(): number;
  /** The answer to the next refresh token that is taken waits for this; whose it was is taken, and stays so. */
  beforeNextRenewal(act: () => void | Promise<void>): void;
  /** Resolves when an exchange may be answered. */
  answerable(args: JsonObject): Promise<void>;
};

export type Grant = {
  owner: string;
  userId: string;
  token: string;
  refresh?: { token: string; seconds: number };
};

/** Gives out tokens as `oauth.v2.access` does: https://docs.slack.dev/reference/methods/oauth.v2.access */
export function createTokenDesk(clock: () => number): TokenDesk {
  const tokens = new Map<string, GrantedToken>();
  const refreshers = new Map<string, { owner: string; isUsed: boolean }>();
  const codes = new Map<string, Code>();
  const secret = () => randomBytes(16).toString("hex");
  let lifetimeSeconds: number | undefined;
  let renewals = 0;
  let renewalRefusal: string | undefined;
  let beforeRenewal: (() => void | Promise<void>) | undefined;

  function grant(owner: string, userId: string): Grant {
    const token = `xoxb-${owner}-${secret()}`;
    const seconds = lifetimeSeconds;
    const expiresAtMs = seconds === undefined ? Number.POSITIVE_INFINITY : clock() + seconds * 1000;
    tokens.set(token, { owner, expiresAtMs, refusal: undefined });
    if (seconds === undefined) return { owner, userId, token };
    const refresh = { token: `xoxe-1-${secret()}`, seconds };
    refreshers.set(refresh.token, { owner, isUsed: false });
    return { owner, userId, token, refresh };
  }

  return {
    judge(token) {
      if (token === undefined || token === "") return { refusal: "not_authed" };
      const known = tokens.get(token);
      if (!known) return { refusal: "invalid_auth" };
      if (known.refusal) return { refusal: known.refusal };
      return known.expiresAtMs <= clock() ? { refusal: "token_expired" } : { owner: known.owner };
    },
    issueCode(owner, userId, redirectUri) {
      const code = secret();
      codes.set(code, { owner, userId, redirectUri, isUsed: false });
      return code;
    },
    exchange({ grant_type, refresh_token, code, redirect_uri }) {
      if (grant_type === "refresh_token") {
        if (renewalRefusal) return { refusal: renewalRefusal };
        const known = refreshers.get(String(refresh_token));
        if (!known || known.isUsed) return { refusal: "invalid_refresh_token" };
        known.isUsed = true;
        renewals += 1;
        return { grant: grant(known.owner, "") };
      }
      const known = codes.get(String(code));
      if (!known) return { refusal: "invalid_code" };
      if (known.isUsed) return { refusal: "code_already_used" };
      if (redirect_uri !== known.redirectUri) return { refusal: "bad_redirect_uri" };
      known.isUsed = true;
      return { grant: grant(known.owner, known.userId) };
    },
    kill(owner, refusal) {
      for (const token of tokens.values()) if (token.owner === owner) token.refusal = refusal;
      for (const refresher of refreshers.values()) if (refresher.owner === owner) refresher.isUsed = true;
    },
    setLifetime(seconds) {
      lifetimeSeconds = seconds;
    },
    refuseRenewals(refusal) {
      renewalRefusal = refusal;
    },
    renewalCount: () => renewals,
    beforeNextRenewal(act) {
      beforeRenewal = act;
    },
    async answerable({ grant_type }) {
      if (grant_type !== "refresh_token") return;
      const act = beforeRenewal;
      beforeRenewal = undefined;
      await act?.();
    },
  };
}
