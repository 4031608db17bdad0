import type { Delivery } from "../delivery/delivery.ts";
import { closedPayload, submissionPayload } from "../payload/payload-view.ts";
import type { OpenView } from "../view/views.ts";
import { checkBeforeSubmit } from "./client-checks.ts";
import { type Client, resolveView } from "./person-client.ts";

/** Sends a form. Throws ClientRefusal where Slack's client would not. */
export async function submitView(client: Client, target: OpenView | Delivery): Promise<Delivery> {
  const view = await resolveView(target);
  if (!view.isOpen) throw new Error("the view is closed");
  checkBeforeSubmit(view);
  view.errors = {};
  return client.dispatch(submissionPayload(client.world, client.user, view));
}

/** Closes a view; the bot hears of it only where it asked to. */
export function closeView(client: Client, view: OpenView): Delivery | undefined {
  const definition = view.definition.type === "modal" ? view.definition : undefined;
  const isCleared = definition?.clear_on_close === true;
  const payload = closedPayload(client.world, client.user, { view, isCleared });
  if (isCleared) client.world.views.closeStack(view);
  else client.world.views.close(view);
  return definition?.notify_on_close === true ? client.dispatch(payload) : undefined;
}
