import type { Link, LinkKey } from "../database/link/link-record.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { attemptCreate, notSent } from "./attempt.ts";
import { findLost } from "./find-lost.ts";
import { createByTeam } from "./gates/by-team.ts";
import type { Linked, Linking } from "./port.ts";
import { pushRevision } from "./push.ts";
import { removeLeftovers } from "./removals/leftovers.ts";
import { removeRemembered } from "./removals/remembered-removals.ts";
import { removeSurplus } from "./removals/surplus.ts";
import { settle, tellDirectly } from "./settle.ts";

/** What the worker does with links of one kind; what is behind them it does not know. */
export type LinkKind = {
  kind: string;
  /** Sends what an opened attempt is for: a create, or a push. */
  send(link: Link, opened: { key: TavusKey; openedAtMs: number }): Promise<void>;
  /** Says how one ended, to whoever waits for it or else to its person. */
  settle(key: LinkKey): Promise<void>;
  /** True: the queue may have more to do now. */
  findLost(tenantId: string, key: TavusKey): Promise<boolean>;
  removeSurplus(due: readonly Link[], keys: readonly TavusKey[]): Promise<void>;
  removeRemembered(): Promise<void>;
  removeLeftovers(): Promise<void>;
  /** Tells the person of one that was claimed for that. */
  tell(claimed: Link): Promise<void>;
};

export function createLinkKind<Subject extends Linked>(linking: Linking<Subject>): LinkKind {
  const { links, port } = linking;
  const [removals, leftovers] = [createByTeam(), createByTeam()];
  return {
    kind: links.kind,

    async send(link, { key, openedAtMs }) {
      const subject = await port.load(link);
      // Deleted since the attempt was opened: nothing is sent for it.
      if (!subject) return links.givenBack(link);
      const attempt = { subject: { ...subject, link }, key, openedAtMs };
      if (link.state !== "pending") return pushRevision(linking, attempt);
      await (port.isMadeOnce ? notSent(linking, link) : attemptCreate(linking, attempt));
      await settle(linking, link);
    },

    settle: (key) => settle(linking, key),
    findLost: (tenantId, key) => findLost(linking, { tenantId, key }),
    removeSurplus: (due, keys) => removeSurplus(linking, { due, keys }),
    removeRemembered: () => removeRemembered(linking, removals),
    removeLeftovers: () => removeLeftovers(linking, leftovers),

    async tell(claimed) {
      const subject = await port.load(claimed);
      // Others are told before this one, and that may take so long that another process has told it, or is at it.
      const isOurs = subject?.link.isTold === false && subject.link.tellMs === claimed.tellMs;
      if (isOurs) await tellDirectly(linking, subject);
    },
  };
}
