import type { Logger } from "pino";
import { TeamForgottenError } from "../../errors.ts";
import type { DispatchDeps, Draft } from "../dispatch/dispatch-deps.ts";

type Store = DispatchDeps<unknown>["drafts"];

/** As many as a bad hour brings; beyond that the oldest go. A form holds 10 kB, and seldom a file of 100 kB. */
const mostKept = 200;
/** Another process may be sent the form, so what is kept here is stored as soon as can be. */
const againMs = 500;

export type KeptDrafts = Store & {
  /** Keeps it in memory at once, until the database takes it. `isPartial`: what was stored for it holds beside it. */
  keep(tenantId: string, draft: Draft, options?: { isPartial?: boolean }): void;
  /** Keeps it, and stores it if the database takes it. Never rejects; false: it is in memory alone. */
  saveOrKeep(tenantId: string, draft: Draft): Promise<boolean>;
};

/** Drafts that the database does not take are kept in memory meanwhile, and stored as soon as it takes them. */
export function keepDrafts(store: Store, log: Logger): KeptDrafts {
  const kept = new Map<string, { tenantId: string; draft: Draft; isPartial: boolean }>();
  let isWaiting = false;

  function keep(tenantId: string, draft: Draft, { isPartial = false } = {}): void {
    const key = `${tenantId}/${draft.formId}`;
    kept.delete(key);
    kept.set(key, { tenantId, draft, isPartial });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }

  async function save(tenantId: string, draft: Draft): Promise<void> {
    keep(tenantId, draft);
    await store.save(tenantId, draft);
    const key = `${tenantId}/${draft.formId}`;
    if (kept.get(key)?.draft === draft) kept.delete(key);
    // It takes drafts again.
    const next = nextWhole();
    if (next) await saveOrKeep(next.tenantId, next.draft);
  }

  function nextWhole() {
    return [...kept.values()].find(({ isPartial }) => !isPartial);
  }

  async function tryAgain(): Promise<void> {
    isWaiting = false;
    const next = nextWhole();
    await (next && save(next.tenantId, next.draft))?.catch((error: unknown) => {
      if (next && error instanceof TeamForgottenError) kept.delete(`${next.tenantId}/${next.draft.formId}`);
      tryLater();
    });
  }

  function tryLater(): void {
    if (isWaiting || !nextWhole()) return;
    isWaiting = true;
    setTimeout(tryAgain, againMs).unref();
  }

  async function saveOrKeep(tenantId: string, draft: Draft): Promise<boolean> {
    try {
      await save(tenantId, draft);
      return true;
    } catch (error) {
      if (error instanceof TeamForgottenError) {
        kept.delete(`${tenantId}/${draft.formId}`);
        return false;
      }
      log.error({ command: draft.command, err: error }, "a form could not be stored; it is kept in memory");
      tryLater();
      return false;
    }
  }

  return {
    keep,
    save,
    saveOrKeep,
    async find(tenantId, formId) {
      const entry = kept.get(`${tenantId}/${formId}`);
      if (!entry) return store.find(tenantId, formId);
      if (!entry.isPartial) return entry.draft;
      const stored = await store.find(tenantId, formId);
      const isSame = stored?.userId === entry.draft.userId;
      return isSame ? { ...stored, values: { ...stored.values, ...entry.draft.values } } : entry.draft;
    },
  };
}
