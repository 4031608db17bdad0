import type { Template, TemplateStore, Unwritten } from "../database/persona/template-store.ts";
import type { TeamSettings } from "../tenants/settings.ts";

export type { Template, Unwritten };

/** So many a team may have in use: with those that are built in they fit into a menu of Slack's, which takes 100. */
export const mostTemplates = 50;

/** What a team begins personas from, besides what is built in. Nothing links a persona to the template it began with. */
export type Templates = Omit<TemplateStore, "exportPage" | "purge">;

/** Their names are remembered with the team's settings, where the forms that offer them look. */
export function createTemplates(store: TemplateStore, settings: Pick<TeamSettings, "changed">): Templates {
  const thenForget =
    <Rest extends unknown[], Result>(write: (tenantId: string, ...rest: Rest) => Promise<Result>) =>
    async (tenantId: string, ...rest: Rest): Promise<Result> => {
      try {
        return await write(tenantId, ...rest);
      } finally {
        settings.changed(tenantId);
      }
    };
  return {
    find: store.find,
    inUse: store.inUse,
    findByName: store.findByName,
    insert: thenForget(store.insert),
    change: thenForget(store.change),
    remove: thenForget(store.remove),
    bringBack: thenForget(store.bringBack),
  };
}
