import type { JsonObject } from "../json.ts";
import { until } from "../until.ts";
import type { World } from "../world.ts";
import type { Ack, Delivery } from "./delivery.ts";

const PATIENCE_MS = 5000;

export function createDelivery(world: World, id: string, payload: JsonObject, ack: Promise<Ack>): Delivery {
  const openedView = () => {
    const trigger = world.triggers.find(String(payload.trigger_id));
    return trigger?.openedViewId === undefined ? undefined : world.views.find(trigger.openedViewId);
  };
  const messages = () => world.messages.answersTo(id);
  return {
    id,
    payload,
    acked: () => ack,
    view: (timeoutMs = PATIENCE_MS) => until(world.journal, openedView, { timeoutMs, what: "a view" }),
    messages,
    message: (timeoutMs = PATIENCE_MS) =>
      until(world.journal, () => messages()[0], { timeoutMs, what: "an answer" }),
  };
}
