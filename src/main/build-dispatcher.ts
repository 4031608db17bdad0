import { createDispatcher, type Dispatcher } from "../chat/dispatch/dispatch.ts";
import { readFormValues } from "../chat/form/form-values.ts";
import type { Access, Member, Refusal } from "../chat/member.ts";
import { commands } from "../commands/all.ts";
import { allOwedNews } from "../commands/reply/news.ts";
import type { Services } from "../commands/services.ts";
import type { DeliveryStore } from "../database/team/delivery-store.ts";
import type { DraftStore } from "../database/team/draft-store.ts";
import type { Log } from "../log.ts";
import { refusalFor, teamRole } from "../tenants/roles.ts";
import type { TeamSettings } from "../tenants/settings.ts";

/** The dispatcher with everything it asks of the parts. */
export function buildDispatcher({
  services,
  drafts,
  deliveries,
  log,
}: {
  services: Services;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  log: Log;
}): Dispatcher {
  const { settings, personas, warnings } = services;
  return createDispatcher<Services>({
    commands,
    services,
    log,
    asTeamMember(member) {
      services.life.seen(member.tenantId);
      return asTeamMember(settings, member);
    },
    refusal: (member, access) => refusal(settings, member, access),
    reserve: deliveries.reserve,
    drafts: {
      save: drafts.save,
      async find(tenantId, formId) {
        const draft = await drafts.find(tenantId, formId);
        return draft && { ...draft, values: readFormValues(draft.values) };
      },
    },
    owedNews: (member) => allOwedNews({ personas, warnings }, member),
  });
}

function asTeamMember(settings: TeamSettings, member: Member): Member {
  const role = async () => teamRole(member, (await settings.of(member.tenantId)).managers);
  return { ...member, role };
}

async function refusal(settings: TeamSettings, member: Member, access: Access): Promise<Refusal | undefined> {
  if (access === "member") return undefined;
  const { managers } = await settings.of(member.tenantId);
  const sentence = await refusalFor(member.role, access, { hasManagers: managers.length > 0 });
  if (!sentence) return undefined;
  const kind = member.platform === "discord" ? "role" : "person";
  return { sentence, ...(access === "admin" ? {} : { who: managers.map((id) => ({ kind, id })) }) };
}
