import { createDispatcher, type Dispatcher } from "../chat/dispatch/dispatch.ts";
import { readFormValues } from "../chat/form/form-values.ts";
import type { Access, Member, Refusal } from "../chat/member.ts";
import { commands } from "../commands/all.ts";
import { allOwedNews } from "../commands/reply/news.ts";
import type { Services } from "../commands/services.ts";
import { isAnswerLost } from "../database/opening/database-errors.ts";
import type { DeliveryStore } from "../database/team/delivery-store.ts";
import type { DraftStore } from "../database/team/draft-store.ts";
import type { Log } from "../log.ts";
import type { OwedAnswers } from "../owed/owed-answers.ts";
import { refusalFor, strangerSentence, teamRole } from "../tenants/roles.ts";
import type { TeamSettings } from "../tenants/settings.ts";

/** The dispatcher with everything it asks of the other parts. */
export function buildDispatcher({
  services,
  drafts,
  deliveries,
  owed,
  log,
}: {
  services: Services;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  owed: OwedAnswers;
  log: Log;
}): Dispatcher {
  const { settings, personas, conversations, warnings } = services;
  return createDispatcher<Services>({
    commands,
    services,
    log,
    asTeamMember(member) {
      services.life.seen(member.tenantId);
      return asTeamMember(settings, member);
    },
    refusal: (member, access) => refusal(settings, member, access),
    now: services.now,
    wasForgotten: services.life.wasForgotten,
    isAnswerLost,
    reserve: deliveries.reserve,
    drafts: {
      save: drafts.save,
      async find(tenantId, formId) {
        const draft = await drafts.find(tenantId, formId);
        return draft && { ...draft, values: readFormValues(draft.values) };
      },
    },
    owed,
    async owedNews(member) {
      const news = await Promise.all([
        allOwedNews({ personas, conversations, warnings }, member),
        owed.owedTo(member),
      ]);
      const some = news.filter((each) => each !== undefined);
      if (some.length === 0) return undefined;
      const told = async () => void (await Promise.all(some.map((each) => each.told())));
      return { lines: some.flatMap(({ lines }) => lines), told };
    },
  });
}

function asTeamMember(settings: TeamSettings, member: Member): Member {
  const { tenantId } = member;
  return {
    ...member,
    role: async () => teamRole(member, (await settings.of(tenantId)).managers),
    anew() {
      // Another process may have changed who is a manager.
      settings.forget(tenantId);
      return asTeamMember(settings, member.anew());
    },
  };
}

async function refusal(settings: TeamSettings, member: Member, access: Access): Promise<Refusal | undefined> {
  if (await member.isStranger()) return { sentence: strangerSentence };
  if (access === "member") return undefined;
  const { managers } = await settings.of(member.tenantId);
  const sentence = await refusalFor(member.role, access, { hasManagers: managers.length > 0 });
  if (!sentence) return undefined;
  const kind = member.platform === "discord" ? "role" : "person";
  return { sentence, ...(access === "admin" ? {} : { who: managers.map((id) => ({ kind, id })) }) };
}
