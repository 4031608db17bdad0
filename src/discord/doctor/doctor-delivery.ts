import { ApplicationWebhookEventStatus, ApplicationWebhookEventType } from "discord.js";
import { z } from "zod";
import { bad, type Finding, good } from "../../finding.ts";
import {
  deliverySchema,
  type HttpSettings,
  httpPaths,
  strayEndpoint,
  wrongEndpoint,
  wrongKey,
} from "../connection/http/own-application.ts";

/** https://docs.discord.com/developers/resources/application#application-object-application-event-webhook-status */
export const deliverableSchema = deliverySchema.extend({
  event_webhooks_status: z.number().optional(),
  event_webhooks_types: z.array(z.string()).nullish(),
});
type Deliverable = z.output<typeof deliverableSchema>;

type Mode = { kind: "gateway" } | ({ kind: "http" } & HttpSettings);

/** Discord sends commands to the address that stands there, and none over the gateway. */
export function examineDelivery(application: Deliverable, mode: Mode | undefined): Finding {
  if (mode?.kind === "http") return examineAddress(application, mode);
  const stray = strayEndpoint(application);
  if (stray) return bad("Delivery", stray.problem, stray.remedy);
  return good("Delivery", "Commands come over the gateway.");
}

function examineAddress(application: Deliverable, settings: HttpSettings): Finding {
  const wrong = wrongKey(application, settings.publicKey) ?? wrongEndpoint(application, settings);
  if (wrong) return bad("Delivery", wrong.problem, wrong.remedy);
  const comes = `Commands come over HTTP, to ${application.interactions_endpoint_url}.`;
  const missing = missingForNews(application);
  if (!missing) return good("Delivery", comes);
  return good("Delivery", `${comes} Who invites the bot is noticed within an hour; at once ${missing}.`);
}

/** What to do so that Discord tells of new servers; undefined: it does. */
function missingForNews({
  event_webhooks_url: url,
  event_webhooks_status: status = ApplicationWebhookEventStatus.Enabled,
  event_webhooks_types: types,
}: Deliverable): string | undefined {
  if (!url)
    return `with ${httpPaths.events} as Endpoint of the Webhooks page and Application Authorized chosen there`;
  if (status === ApplicationWebhookEventStatus.DisabledByDiscord)
    return "when Events is switched on again on the Webhooks page: Discord has switched it off, as it does where nobody answers";
  if (status !== ApplicationWebhookEventStatus.Enabled)
    return "when Events is switched on on the Webhooks page";
  if (types?.includes(ApplicationWebhookEventType.ApplicationAuthorized) === false)
    return "with Application Authorized chosen on the Webhooks page";
  return undefined;
}
