import type { LinkStore } from "../database/link/link-store.ts";
import type { TavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import type { JsonPatchOperation } from "../tavus/persona-body.ts";
import type { TavusPersona } from "../tavus/persona-row.ts";
import type { Removal } from "../tavus/prove.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { recordOf } from "./content/from-tavus.ts";
import { createPageReader, type PageReaderOptions } from "./sync/pages/page-reader.ts";
import { createSharedThread } from "./sync/pages/shared-thread.ts";
import { type StartPageThread, startPageThread } from "./sync/pages/start-page-thread.ts";

export type TeamAccounts = ReturnType<typeof createTeamAccounts>;
export type TeamAccount = ReturnType<TeamAccounts["of"]>;

type Split<Row> = { ours: Row[]; others: string[] };
/** What tells whose one is: its id, and the record that its text names. */
type Known = { id: string; record: string | undefined };

/**
 * Tavus accounts as one team may see them: what another team of this bot has made or linked there is not in them, whatever
 * key it uses. Everything that reads, changes or deletes a persona in Tavus for people goes through here, but for the
 * queue's deletions, which ask `owners` themselves. `isShared`: the
 * operator lets teams see and link each other's; a sync leaves alone what another team uses even then.
 */
export function createTeamAccounts({
  tavus,
  links,
  isShared,
  startThread = startPageThread,
}: {
  tavus: TavusClient;
  links: Pick<LinkStore, "owners" | "knownRemoteIds">;
  isShared: boolean;
  /** Another way to read pages beside the bot's work than in a thread that this starts. */
  startThread?: StartPageThread | undefined;
}) {
  const { owners } = links;
  const sharedThread = createSharedThread({ tavus, startThread });

  async function refuseOthers(tenantId: string, remoteId: string, operation: string): Promise<void> {
    if (isShared || !(await owners.isOthers(tenantId, remoteId))) return;
    throw new TavusError({ kind: "otherTeams", operation, reached: "no" });
  }

  async function splitPersonas(tenantId: string, personas: readonly TavusPersona[]): Promise<TavusPersona[]> {
    const rows = personas.map((persona) => ({ id: persona.id, record: recordOf(persona), persona }));
    return (await split(tenantId, rows)).ours.map(({ persona }) => persona);
  }

  async function split<Row extends Known>(
    tenantId: string,
    rows: readonly Row[],
    options?: { onlyInUse: boolean },
  ): Promise<Split<Row>> {
    const marked = rows.map(({ id: remoteId, record: mark }) => ({ remoteId, mark }));
    const others = await owners.othersAmong(tenantId, marked, options);
    return { ours: rows.filter(({ id }) => !others.has(id)), others: [...others] };
  }

  return {
    of(tenantId: string, { value: key }: Pick<TavusKey, "value">) {
      return {
        /** Throws TavusError `otherTeams` for what is another team's, with nothing of it. */
        async get(
          id: string,
          options: { isUnlisted?: boolean; signal?: AbortSignal } = {},
        ): Promise<TavusPersona> {
          const operation = "get persona";
          await refuseOthers(tenantId, id, operation);
          const persona = await tavus.getPersona(key, id, options);
          if (isShared || (await splitPersonas(tenantId, [persona])).length > 0) return persona;
          throw new TavusError({ kind: "otherTeams", operation, reached: "no" });
        },

        /** One whose id has just come back from this team’s own create: nobody else’s. */
        getMade: (id: string, options: { signal?: AbortSignal }): Promise<TavusPersona> =>
          tavus.getPersona(key, id, options),

        /** False: nothing was sent, for `mayGoOn` said no right before that; the database may have been away for seconds. */
        async patch(
          id: string,
          operations: readonly JsonPatchOperation[],
          { force, mayGoOn }: { force: boolean; mayGoOn(): boolean },
        ): Promise<boolean> {
          await refuseOthers(tenantId, id, "patch persona");
          if (!mayGoOn()) return false;
          await tavus.patchPersona(key, id, operations, { force });
          return true;
        },

        async remove(id: string): Promise<Removal> {
          await refuseOthers(tenantId, id, "delete persona");
          return tavus.deletePersona(key, id);
        },

        /** As `readPersonas`, without what is other teams'. */
        read: (
          options: Parameters<TavusClient["readPersonas"]>[1],
          onRows: (rows: TavusPersona[]) => void | Promise<void>,
        ) =>
          tavus.readPersonas(key, options, async (rows) =>
            onRows(isShared ? rows : await splitPersonas(tenantId, rows)),
          ),

        pageSize: tavus.pageSize(key),

        /** Pages as they came, for `apart`; of nothing else in them may anything be told. */
        openPages: (onNoThread: PageReaderOptions["onNoThread"]) =>
          createPageReader({ tavus, key, sharedThread, onNoThread }),

        /** What a sync may look at, and the ids of what it leaves to other teams. */
        async apart<Row extends Known>(rows: readonly Row[]): Promise<Split<Row>> {
          const { ours, others } = await split(tenantId, rows, { onlyInUse: isShared });
          if (!isShared || others.length === 0) return { ours, others };
          const { here, gone } = await links.knownRemoteIds(tenantId, others);
          const isOurs = (id: string) => here.has(id) || gone.has(id);
          return {
            ours: [...ours, ...rows.filter(({ id }) => isOurs(id))],
            others: others.filter((id) => !isOurs(id)),
          };
        },
      };
    },
  };
}
