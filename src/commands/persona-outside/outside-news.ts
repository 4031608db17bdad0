import type { Owing } from "../../chat/dispatch/dispatch-deps.ts";
import type { Reply } from "../../chat/reply.ts";
import type { LandingPageNews } from "../../landing-pages/deps.ts";
import type { LandingPage } from "../../landing-pages/landing-page.ts";
import type { Audit } from "../../tenants/audit.ts";
import { endedReply, endSentences, goesOnReply, unwatchedReply } from "./outside-reply.ts";

/** Tells whoever made a link what became of it, for sure: by direct message, or with their next command. */
export function createLandingPageNews({
  audit,
  tellForSure,
}: {
  audit: Pick<Audit, "record">;
  tellForSure(interaction: Owing, reply: Reply): Promise<void>;
}): LandingPageNews {
  const tell = (page: LandingPage, what: string, reply: Reply) => {
    const { tenantId, userId, id } = page;
    return tellForSure({ id: `${id}.${what}`, member: { tenantId, userId } }, reply);
  };
  return {
    async ended(page) {
      const { tenantId, userId, endReason, endBy, personaId, personaName } = page;
      const why = endReason ? endSentences[endReason] : "";
      const member = { tenantId, userId: endBy ?? userId };
      audit.record(
        { member, channelId: "" },
        { action: "outside-end", personaId, details: `${personaName}: ${why}` },
      );
      await tell(page, "end", endedReply(page));
    },

    hadEnded: (page) => tell(page, "end", endedReply(page)),
    goesOn: (page) => tell(page, "on", goesOnReply(page)),
    unwatched: (page) => tell(page, "unwatched", unwatchedReply(page)),
  };
}
