import type { types, webApi } from "@slack/bolt";
import type { Log } from "../log.ts";
import { codeOf, outsideError } from "./slack-error.ts";

/**
 * Opens a modal: https://docs.slack.dev/reference/methods/views.open
 * "late": the three seconds of the trigger were over. Rejects with OutsideError otherwise.
 */
export async function openView(
  { client, log }: { client: webApi.WebClient; log: Log },
  opening: { trigger_id: string; view: types.ModalView },
): Promise<"opened" | "late"> {
  try {
    await client.views.open(opening);
    return "opened";
  } catch (error) {
    const code = codeOf(error);
    // A try whose answer was lost, or another delivery of the same payload, has opened it.
    if (code === "exchanged_trigger_id") {
      log.info({ code }, "the form was open already");
      return "opened";
    }
    if (code !== "expired_trigger_id") throw outsideError("a form", error);
    log.warn({ code }, "a form came too late");
    return "late";
  }
}

/** Changes an open modal. Closed or changed meanwhile is fine: then the person has moved on. */
export async function updateView(
  { client, log }: { client: webApi.WebClient; log: Log },
  update: { view_id: string; hash: string; view: types.ModalView },
): Promise<void> {
  try {
    await client.views.update(update);
  } catch (error) {
    const code = codeOf(error);
    if (code !== "hash_conflict" && code !== "not_found") throw outsideError("a change of a form", error);
    log.info({ code }, "a form had changed before it was filled in");
  }
}
