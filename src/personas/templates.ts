import type { TemplateStore } from "../database/persona/template-store.ts";
import type { TeamSettings } from "../tenants/settings.ts";

export { mostTemplates, type Template, type Unwritten } from "../database/persona/template-store.ts";

/** What a team begins personas from, besides what is built in. Nothing links a persona to the template it began with. */
export type Templates = Omit<TemplateStore, "exportPage" | "purge">;

/** Their names are remembered with the team's settings, where the forms that offer them look. */
export function createTemplates(store: TemplateStore, settings: Pick<TeamSettings, "forget">): Templates {
  const thenForget =
    <Rest extends unknown[], Result>(write: (tenantId: string, ...rest: Rest) => Promise<Result>) =>
    async (tenantId: string, ...rest: Rest): Promise<Result> => {
      try {
        return await write(tenantId, ...rest);
      } finally {
        settings.forget(tenantId);
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
