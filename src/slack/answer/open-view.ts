import type { types } from "@slack/bolt";
import type { Log } from "../../log.ts";
import { codeOf, outsideError } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";

/**
 * "elsewhere": a try whose answer was lost, or another delivery of the same payload, has opened the modal. "late": the
 * three seconds of the trigger were over.
 */
export type Opening =
  | { kind: "opened"; viewId: string | undefined }
  | { kind: "elsewhere" }
  | { kind: "late" };

/** Opens a modal: https://docs.slack.dev/reference/methods/views.open Rejects with OutsideError when Slack failed. */
export async function openView(
  { client, log }: { client: SlackClient; log: Log },
  opening: { trigger_id: string; view: types.ModalView },
): Promise<Opening> {
  try {
    const { view } = await client.views.open(opening);
    return { kind: "opened", viewId: view?.id };
  } catch (error) {
    const code = codeOf(error);
    if (code === "exchanged_trigger_id") {
      log.info({ code }, "the form was open already");
      return { kind: "elsewhere" };
    }
    if (code !== "expired_trigger_id") throw outsideError("a form", error);
    log.warn({ code }, "a form came too late");
    return { kind: "late" };
  }
}

/** `hash`: only if nobody has changed the view since. */
export type ViewAddress = { view_id: string; hash?: string } | { external_id: string };

/** "gone": closed meanwhile, so the person has moved on. "changed": it is no longer what the hash says. */
export type Update = { kind: "updated"; hash: string | undefined } | { kind: "gone" | "changed" };

/**
 * Changes an open modal: https://docs.slack.dev/reference/methods/views.update
 * Rejects with OutsideError where Slack failed.
 */
export async function updateView(
  { client, log }: { client: SlackClient; log: Log },
  update: ViewAddress & { view: types.ModalView },
): Promise<Update> {
  try {
    const { view } = await client.views.update(update);
    return { kind: "updated", hash: view?.hash };
  } catch (error) {
    const code = codeOf(error);
    if (code !== "hash_conflict" && code !== "not_found") throw outsideError("a change of a form", error);
    log.info({ code }, "a form had changed or was closed before it was filled in");
    return { kind: code === "hash_conflict" ? "changed" : "gone" };
  }
}
