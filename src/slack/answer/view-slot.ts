import type { types } from "@slack/bolt";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import { loadingView, renderToldView } from "../render/render-loading.ts";
import { type Opening, openView, updateView, type ViewAddress } from "./open-view.ts";

/** The one modal that an interaction may open. */
export type ViewSlot = {
  /** Opens a modal that says something is coming, before the trigger's three seconds are over. */
  hold(): Promise<void>;
  /** "late": the three seconds were over, or the person has closed what was held. Rejects with OutsideError otherwise. */
  open(view: types.ModalView): Promise<"opened" | "late">;
  /** The held modal says that this is the answer; nothing where none is held. False: it does not. */
  tell(reply: Reply): Promise<boolean>;
};

/**
 * "held" and "unconfirmed": the modal stands there, or may, and waits. "filled": what it was held for stands in it, or
 * another delivery of the same payload sees to it; nothing may take its place. "late": no modal any more.
 */
type Held = { kind: "nothing" | "filled" | "late" } | { kind: "held" | "unconfirmed"; at: ViewAddress };

/**
 * A held modal is found again by its id, or where Slack has not said that, by an `external_id` of ours: the trigger's.
 * https://docs.slack.dev/reference/methods/views.update
 */
export function createViewSlot(
  triggerId: string,
  { clients, log }: { clients: WebClients; log: Log },
): ViewSlot {
  const repeatable = { client: clients.repeatable, log };
  let held: Held = { kind: "nothing" };

  async function openAnew(view: types.ModalView): Promise<Opening["kind"]> {
    return (await openView(repeatable, { trigger_id: triggerId, view })).kind;
  }

  async function isReplaced(at: ViewAddress, view: types.ModalView): Promise<boolean> {
    return (await updateView(repeatable, { ...at, view })).kind === "updated";
  }

  async function isFilled(view: types.ModalView): Promise<boolean> {
    switch (held.kind) {
      case "nothing":
        return (await openAnew(view)) !== "late";
      case "held":
        return isReplaced(held.at, view);
      case "unconfirmed":
        return (await isReplaced(held.at, view)) || (await openAnew(view)) === "opened";
      case "filled":
        return true;
      case "late":
        return false;
    }
  }

  return {
    async hold() {
      if (held.kind !== "nothing") return;
      const view = { ...loadingView(), external_id: triggerId };
      // Tried once: a second try could not tell our own first one from another delivery's.
      const opening = openView({ client: clients.once, log }, { trigger_id: triggerId, view });
      held = readHeld(await unlessOutside(log, opening), triggerId);
    },
    async open(view) {
      held = { kind: (await isFilled(view)) ? "filled" : "late" };
      return held.kind === "filled" ? "opened" : "late";
    },
    async tell(reply) {
      if (held.kind !== "held" && held.kind !== "unconfirmed") return false;
      return (await unlessOutside(log, isReplaced(held.at, renderToldView(reply)))) ?? false;
    },
  };
}

function readHeld(opening: Opening | undefined, externalId: string): Held {
  switch (opening?.kind) {
    case "opened":
      return { kind: "held", at: opening.viewId ? { view_id: opening.viewId } : { external_id: externalId } };
    case "elsewhere":
      return { kind: "filled" };
    case "late":
      return { kind: "late" };
    case undefined:
      return { kind: "unconfirmed", at: { external_id: externalId } };
  }
}

/** What Slack said; undefined when it failed, which here must not stop anything. */
async function unlessOutside<T>(log: Log, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ err: error }, "a modal that holds the place of a form could not be opened or changed");
    return undefined;
  }
}
