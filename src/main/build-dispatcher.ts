import { createDispatcher, type Dispatcher } from "../chat/dispatch/dispatch.ts";
import type { EndedInteraction, Others } from "../chat/dispatch/dispatch-deps.ts";
import { readFormValues } from "../chat/form/form-values.ts";
import { commands } from "../commands/all.ts";
import { failedTitle } from "../commands/failed-titles.ts";
import { keyHelpFor } from "../commands/reply/key-help.ts";
import { allOwedNews } from "../commands/reply/news.ts";
import { MadeByAnother } from "../commands/reply/persona-buttons.ts";
import type { Services } from "../commands/services.ts";
import { isAnswerLost } from "../database/opening/database-errors.ts";
import type { createOwedAtAll } from "../database/owed-at-all.ts";
import type { DeliveryStore } from "../database/team/delivery-store.ts";
import type { DraftStore } from "../database/team/draft-store.ts";
import type { Secrets } from "../database/team/secrets.ts";
import type { Log } from "../log.ts";
import type { OwedAnswers } from "../owed/owed-answers.ts";
import { FailedBecause } from "../warnings/failed-because.ts";
import { asTeamMember, refusalSaid } from "./who-may.ts";

/** The dispatcher with everything it asks of the other parts. */
export function buildDispatcher({
  services,
  drafts,
  deliveries,
  owed,
  owedAtAll,
  log,
  onEnded,
  others,
  secrets,
}: {
  services: Services;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  owed: OwedAnswers;
  owedAtAll: ReturnType<typeof createOwedAtAll>;
  log: Log;
  onEnded?: ((ended: EndedInteraction) => void) | undefined;
  others?: Others | undefined;
  secrets?: Pick<Secrets, "seal"> | undefined;
}): Dispatcher {
  const { settings } = services;
  return createDispatcher<Services>({
    commands,
    services,
    log,
    onEnded,
    others,
    sealAnswer: secrets?.seal,
    asTeamMember(member) {
      services.life.seen(member.tenantId);
      return asTeamMember(settings, member, others !== undefined);
    },
    refusal: (member, access) => refusalSaid(services, member, access),
    async helpWith(error, member) {
      if (error instanceof MadeByAnother)
        return { facts: [{ label: "Made by", value: "", mentions: [{ kind: "person", id: error.by }] }] };
      const reason = error instanceof FailedBecause ? error.reason : undefined;
      const help = await keyHelpFor(reason, { services, member });
      return help && { facts: help.facts, buttons: help.buttons };
    },
    failedTitle,
    now: services.now,
    wasForgotten: services.life.wasForgotten,
    isAnswerLost,
    reservations: deliveries,
    drafts: {
      save: drafts.save,
      async find(tenantId, formId) {
        const draft = await drafts.find(tenantId, formId);
        return draft && { ...draft, values: readFormValues(draft.values) };
      },
    },
    owed,
    async owedNews(member) {
      const { isOwed, wasForgotten } = await owedAtAll(member.tenantId, member.userId);
      if (!isOwed) return { wasForgotten };
      const [lines, answers] = await Promise.all([allOwedNews(services, member), owed.owedTo(member)]);
      return { news: { ...answers, lines: [...lines, ...answers.lines] } };
    },
  });
}
