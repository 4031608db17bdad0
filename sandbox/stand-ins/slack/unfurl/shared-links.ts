import type { Delivery } from "../delivery/delivery.ts";
import type { Link } from "./links.ts";
import type { Unfurled } from "./previews.ts";

export const unfurlSources = ["composer", "conversations_history"] as const;

/** The channel that stands for what somebody is still writing. */
export const COMPOSER = "COMPOSER";

/** Links that the app was told of, in a message or in what somebody is writing. */
export type SharedLinks = {
  readonly channel: string;
  readonly ts: string;
  readonly source: (typeof unfurlSources)[number];
  /** Undefined in an organization, whose events have none. */
  readonly unfurlId: string | undefined;
  readonly links: readonly Link[];
  /** What the previews hang on. */
  readonly unfurled: Unfurled;
  /** The event that told of them. */
  readonly event: Delivery;
};

export type SharedLinkStore = {
  add(shared: SharedLinks): void;
  find(channel: string, ts: string): SharedLinks | undefined;
  findById(unfurlId: string): SharedLinks | undefined;
  findByEvent(delivery: string): SharedLinks | undefined;
};

export function createSharedLinkStore(): SharedLinkStore {
  const all: SharedLinks[] = [];
  return {
    add: (shared) => void all.push(shared),
    find: (channel, ts) => all.find((shared) => shared.channel === channel && shared.ts === ts),
    findById: (unfurlId) => all.find((shared) => shared.unfurlId === unfurlId),
    findByEvent: (delivery) => all.find(({ event }) => event.id === delivery),
  };
}
