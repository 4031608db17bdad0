import { createDispatcher, type Dispatcher } from "../chat/dispatch.ts";
import { readFormValues } from "../chat/form-values.ts";
import { commands } from "../commands/all.ts";
import { owedNews } from "../commands/news.ts";
import type { Services } from "../commands/services.ts";
import type { Config } from "../config.ts";
import type { DeliveryStore } from "../database/delivery-store.ts";
import type { DraftStore } from "../database/draft-store.ts";
import type { Log } from "../log.ts";
import type { Personas } from "../personas/personas.ts";
import { refusalFor } from "../tenants/roles.ts";

/** The dispatcher with everything it asks of the house. */
export function buildDispatcher({
  personas,
  drafts,
  deliveries,
  config,
  log,
  now,
}: {
  personas: Personas;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  config: Config;
  log: Log;
  now: () => number;
}): Dispatcher {
  const isReplicaRequired = config.tavus.vocabulary === "pals";
  return createDispatcher<Services>({
    commands,
    services: { personas, isReplicaRequired, now },
    log,
    // Teams cannot name managers yet, so nobody is left out of what managers do.
    refusal: (member, access) => refusalFor(() => member.role(), access, { hasManagers: false }),
    reserve: deliveries.reserve,
    drafts: {
      save: drafts.save,
      async find(tenantId, formId) {
        const draft = await drafts.find(tenantId, formId);
        return draft && { ...draft, values: readFormValues(draft.values) };
      },
    },
    owedNews: (member) => owedNews(personas, member),
  });
}
