import type { Ids } from "../ids.ts";
import { Refusal } from "../refusal.ts";

/** Where a response_url leads. */
export type ResponseUrl = {
  readonly secret: string;
  readonly channel: string;
  readonly userId: string;
  /** The delivery it came with. */
  readonly delivery: string;
  /** The message whose button was pressed; undefined for a command. */
  readonly messageTs: string | undefined;
  readonly issuedAt: number;
  uses: number;
};

export type ResponseUrls = {
  issue(target: Pick<ResponseUrl, "channel" | "userId" | "delivery" | "messageTs">): ResponseUrl;
  /** Counts one use. Throws Refusal: unknown, used up, or too old. */
  use(secret: string): ResponseUrl;
};

/** "Up to 5 times within 30 minutes": https://docs.slack.dev/interactivity/handling-user-interaction */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60 * 1000;

export function createResponseUrls(ids: Ids, clock: () => number): ResponseUrls {
  const urls = new Map<string, ResponseUrl>();
  return {
    issue(target) {
      const url = { ...target, secret: ids.secret(), issuedAt: clock(), uses: 0 };
      urls.set(url.secret, url);
      return url;
    },
    use(secret) {
      const url = urls.get(secret);
      if (url === undefined) throw new Refusal("invalid_token");
      if (clock() - url.issuedAt > LIFETIME_MS) throw new Refusal("expired_url");
      if (url.uses >= MAX_USES) throw new Refusal("used_url");
      url.uses += 1;
      return url;
    },
  };
}
