import type { Ids } from "../ids.ts";
import { Refusal } from "../refusal.ts";

/** A right to open one view, given with an interaction: https://docs.slack.dev/interactivity/handling-user-interaction */
export type Trigger = {
  readonly id: string;
  readonly userId: string;
  /** The view whose button or menu gave it; needed for views.push. */
  readonly viewId: string | undefined;
  readonly issuedAt: number;
  /** The view it was exchanged for. */
  openedViewId: string | undefined;
};

export type TriggerStore = {
  issue(userId: string, viewId?: string): Trigger;
  find(id: string): Trigger | undefined;
  /** The trigger, if it can still be exchanged. Throws Refusal: unknown, older than 3 s, or used. */
  claim(id: string): Trigger;
};

const TRIGGER_ID = /^\d+\.\d+\.[0-9a-f]+$/;

export function createTriggerStore(ids: Ids, clock: () => number, lifetimeMs: number): TriggerStore {
  const triggers = new Map<string, Trigger>();
  return {
    issue(userId, viewId) {
      const issuedAt = clock();
      const trigger = { id: ids.triggerId(), userId, viewId, issuedAt, openedViewId: undefined };
      triggers.set(trigger.id, trigger);
      return trigger;
    },
    find: (id) => triggers.get(id),
    claim(id) {
      const trigger = triggers.get(id);
      if (trigger === undefined || !TRIGGER_ID.test(id)) throw new Refusal("invalid_trigger_id");
      if (trigger.openedViewId !== undefined) throw new Refusal("exchanged_trigger_id");
      if (clock() - trigger.issuedAt > lifetimeMs) throw new Refusal("expired_trigger_id");
      return trigger;
    },
  };
}
