import type { Logger } from "pino";
import type { Command } from "../command.ts";
import type { FormValues } from "../form/field.ts";
import type { Access, Member, Refusal } from "../member.ts";

export type Draft = { formId: string; userId: string; command: string; values: FormValues };

/** What dispatch needs from the rest of the bot; main hands it in. */
export type DispatchDeps<Services> = {
  commands: readonly Command<Services>[];
  services: Services;
  log: Logger;
  /** The member with the role the team has given them. */
  asTeamMember(member: Member): Member;
  /** Why this member may not do this; undefined when they may. */
  refusal(member: Member, access: Access): Promise<Refusal | undefined>;
  /** True the first time this delivery is seen in this tenant. */
  reserve(tenantId: string, deliveryId: string): Promise<boolean>;
  drafts: {
    save(tenantId: string, draft: Draft): Promise<void>;
    find(tenantId: string, formId: string): Promise<Draft | undefined>;
  };
  /** News this person could not be told directly, as lines; `told` is called once they have read them. */
  owedNews(member: Member): Promise<{ lines: string[]; told(): Promise<void> } | undefined>;
};
