import type { LinkStore } from "../database/link/link-store.ts";
import type { TavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import type { JsonPatchOperation } from "../tavus/persona-body.ts";
import type { Removal } from "../tavus/prove.ts";
import type { TavusPersona } from "../tavus/schemas.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { recordOf } from "./content/from-tavus.ts";

export type TeamAccounts = ReturnType<typeof createTeamAccounts>;
export type TeamAccount = ReturnType<TeamAccounts["of"]>;

type Split = { ours: TavusPersona[]; others: string[] };

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
}: {
  tavus: TavusClient;
  links: Pick<LinkStore, "owners" | "knownRemoteIds">;
  isShared: boolean;
}) {
  const { owners } = links;

  async function refuseOthers(tenantId: string, remoteId: string, operation: string): Promise<void> {
    if (isShared || !(await owners.isOthers(tenantId, remoteId))) return;
    throw new TavusError({ kind: "otherTeams", operation, reached: "no" });
  }

  async function split(
    tenantId: string,
    rows: readonly TavusPersona[],
    options?: { onlyInUse: boolean },
  ): Promise<Split> {
    const marked = rows.map((row) => ({ remoteId: row.id, mark: recordOf(row) }));
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
          if (isShared || (await split(tenantId, [persona])).others.length === 0) return persona;
          throw new TavusError({ kind: "otherTeams", operation, reached: "no" });
        },

        /** One whose id has just come back from this team's own create, and was taken down as theirs: nobody else's. */
        getMade: (id: string, options: { signal?: AbortSignal }): Promise<TavusPersona> =>
          tavus.getPersona(key, id, options),

        async patch(
          id: string,
          operations: readonly JsonPatchOperation[],
          options: { force: boolean },
        ): Promise<void> {
          await refuseOthers(tenantId, id, "patch persona");
          await tavus.patchPersona(key, id, operations, options);
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
            onRows(isShared ? rows : (await split(tenantId, rows)).ours),
          ),

        pageSize: tavus.pageSize(key),

        /** A page as it came, for `apart`; of nothing else in it may anything be told. */
        fetchPage: (options: Parameters<TavusClient["fetchPersonasPage"]>[1]) =>
          tavus.fetchPersonasPage(key, options),

        /** What a sync may look at, and the ids of what it leaves to other teams. */
        async apart(rows: readonly TavusPersona[]): Promise<Split> {
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
