import type { Kysely, Transaction } from "kysely";
import type { Database } from "../opening/connect.ts";
import { retryWhileLocked } from "../opening/database-errors.ts";
import type { Tables } from "../tables.ts";
import type { Secrets } from "../team/secrets.ts";
import { isoTime } from "../times.ts";
import { createSealedTokens, type NewToken, type StoredInstallation } from "./sealed-tokens.ts";

/** How long it is taken for granted that an installation is still there. */
const checkAgainMs = 24 * 3_600_000;
/** So long a workspace is remembered to have been served by an organization; its own rows go a day before. */
const membersKeptMs = 31 * 24 * 3_600_000;

export type InstallationStore = ReturnType<typeof createInstallationStore>;

/** Where people have installed the app on one platform, with the tokens, which lie here sealed. */
export function createInstallationStore(
  database: Database,
  { secrets, platform }: { secrets: Secrets; platform: string },
) {
  const { kysely } = database;
  const tenantOf = (id: string) => `${platform}:${id}`;
  const idOf = (tenantId: string) => tenantId.slice(platform.length + 1);
  const later = (ms: number) => isoTime(database.now() + ms);

  const { seal, open } = createSealedTokens(secrets, idOf);

  return {
    /** The installation in this very workspace or organization. */
    async find(id: string): Promise<StoredInstallation | undefined> {
      const row = await kysely
        .selectFrom("installations")
        .selectAll()
        .where("tenant_id", "=", tenantOf(id))
        .executeTakeFirst();
      return open(row);
    },

    /** The one that serves a workspace: its own, or else its organization's. */
    async findFor(
      teamId: string,
      organizationId: string | undefined,
    ): Promise<StoredInstallation | undefined> {
      const rows = await kysely
        .selectFrom("installations")
        .selectAll()
        .where(({ eb, or, selectFrom }) =>
          or([
            eb("tenant_id", "=", tenantOf(teamId)),
            eb(
              "tenant_id",
              "in",
              selectFrom("installations")
                .select("organization_id")
                .where("tenant_id", "=", tenantOf(teamId))
                .$castTo<{ organization_id: string }>(),
            ),
            ...(organizationId === undefined ? [] : [eb("tenant_id", "=", tenantOf(organizationId))]),
          ]),
        )
        .execute();
      const own = rows.find((row) => row.tenant_id === tenantOf(teamId));
      return open(own) ?? open(rows.find((row) => row !== own));
    },

    /**
     * A new token takes the place of whatever was there. An organization is its own organization; returns the workspaces that
     * it serves as before.
     */
    async install(id: string, organizationId: string | undefined, token: NewToken): Promise<string[]> {
      const row = {
        ...seal(tenantOf(id), token),
        organization_id: organizationId === undefined ? null : tenantOf(organizationId),
        installed_at: later(0),
        check_at: later(checkAgainMs),
      };
      await kysely
        .insertInto("installations")
        .values({ tenant_id: tenantOf(id), ...row })
        .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(row))
        .execute();
      const members = await kysely
        .updateTable("installations")
        .set({ check_at: null })
        .where("organization_id", "=", tenantOf(id))
        .where("token_id", "is", null)
        .returning("tenant_id")
        .execute();
      return members.map((member) => idOf(member.tenant_id));
    },

    /** An organization's installation serves this workspace. */
    async noteMember(teamId: string, organizationId: string): Promise<void> {
      const organization_id = tenantOf(organizationId);
      await kysely
        .insertInto("installations")
        .values(memberRow(tenantOf(teamId), organization_id))
        .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet({ organization_id }))
        .execute();
    },

    /** True for one caller at a time: this one has the token renewed. */
    async claimRenewal({ id, tokenId }: { id: string; tokenId: string }, leaseMs: number): Promise<boolean> {
      const result = await kysely
        .updateTable("installations")
        .set({ renewing_until: later(leaseMs) })
        .where("tenant_id", "=", tenantOf(id))
        .where("token_id", "=", tokenId)
        .where(({ eb, or }) => or([eb("renewing_until", "is", null), eb("renewing_until", "<", later(0))]))
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Ends the lease of a renewal that came to nothing. */
    async releaseRenewal({ id, tokenId }: { id: string; tokenId: string }): Promise<void> {
      await kysely
        .updateTable("installations")
        .set({ renewing_until: null })
        .where("tenant_id", "=", tenantOf(id))
        .where("token_id", "=", tokenId)
        .execute();
    },

    /** False: by now another token stands there, or none. */
    async renew({ id, tokenId }: { id: string; tokenId: string }, token: NewToken): Promise<boolean> {
      const result = await retryWhileLocked(() =>
        kysely
          .updateTable("installations")
          .set(seal(tenantOf(id), token))
          .where("tenant_id", "=", tenantOf(id))
          .where("token_id", "=", tokenId)
          .executeTakeFirst(),
      );
      return result.numUpdatedRows > 0n;
    },

    /** The workspaces that nothing else serves: those of an organization without a token of their own, or the one itself. */
    async servedAlone(id: string): Promise<string[]> {
      const rows = await kysely
        .selectFrom("installations")
        .select(["tenant_id", "organization_id", "token_id"])
        .where(({ eb, or }) =>
          or([eb("tenant_id", "=", tenantOf(id)), eb("organization_id", "=", tenantOf(id))]),
        )
        .execute();
      const own = rows.find((row) => row.tenant_id === tenantOf(id));
      if (!own) return [];
      if (own.organization_id === own.tenant_id)
        return rows.filter((row) => row.token_id === null).map((row) => idOf(row.tenant_id));
      return (await isOrganizationThere(kysely, own.organization_id)) ? [] : [id];
    },

    /** Deletes a token that lives no more. False: by now another one stands there, or none. */
    async remove({ id, tokenId }: { id: string; tokenId: string }): Promise<boolean> {
      const isRemoved = await retryWhileLocked(() =>
        kysely.transaction().execute(async (transaction) => {
          const row = await transaction
            .deleteFrom("installations")
            .where("tenant_id", "=", tenantOf(id))
            .where("token_id", "=", tokenId)
            .returning(["tenant_id", "organization_id"])
            .executeTakeFirst();
          if (row) await followRemoval(transaction, row);
          return row !== undefined;
        }),
      );
      // What was sealed would stand in SQLite's journal otherwise.
      if (isRemoved) await database.eraseTraces().catch(() => undefined);
      return isRemoved;
    },

    /** An organization's installation serves these workspaces no more. Returns those that nothing serves now. */
    async removeMembers(teamIds: readonly string[], notedBeforeMs: number): Promise<string[]> {
      if (teamIds.length === 0) return [];
      const rows = await kysely
        .deleteFrom("installations")
        .where("tenant_id", "in", teamIds.map(tenantOf))
        .where("token_id", "is", null)
        .where("installed_at", "<", isoTime(notedBeforeMs))
        .returning("tenant_id")
        .execute();
      return rows.map((row) => idOf(row.tenant_id));
    },

    /** Somebody says that the token is dead, and it lives: it is looked at once more, soon. */
    async checkIn(id: string, ms: number): Promise<void> {
      await kysely
        .updateTable("installations")
        .set({ check_at: later(ms) })
        .where("tenant_id", "=", tenantOf(id))
        .where("token_id", "is not", null)
        .execute();
    },

    /** Some of which to ask whether they are still there; each for one process, and not again for a day. */
    async claimChecks(limit: number): Promise<string[]> {
      const due = kysely
        .selectFrom("installations")
        .select("tenant_id")
        .where("check_at", "<=", later(0))
        .where("token_id", "is not", null)
        .where("tenant_id", "like", `${platform}:%`)
        .orderBy("check_at")
        .limit(limit);
      const rows = await kysely
        .updateTable("installations")
        .set({ check_at: later(checkAgainMs) })
        .where("tenant_id", "in", due)
        .where("check_at", "<=", later(0))
        .returning("tenant_id")
        .execute();
      return rows.map((row) => idOf(row.tenant_id));
    },

    /** Forgets which workspaces an organization served that has been gone for long. */
    async tidy(): Promise<void> {
      await kysely
        .deleteFrom("installations")
        .where("check_at", "<=", later(0))
        .where("token_id", "is", null)
        .execute();
    },
  };

  function memberRow(tenant_id: string, organization_id: string) {
    const none = { token_id: null, token_sealed: null, refresh_sealed: null, expires_at: null };
    return {
      ...none,
      tenant_id,
      organization_id,
      renewing_until: null,
      installed_at: later(0),
      check_at: null,
    };
  }

  /** What an organization served is remembered, in case it comes back; a workspace falls back on its organization. */
  async function followRemoval(
    transaction: Transaction<Tables>,
    { tenant_id, organization_id }: { tenant_id: string; organization_id: string | null },
  ): Promise<void> {
    if (organization_id === tenant_id) {
      await transaction
        .updateTable("installations")
        .set({ check_at: later(membersKeptMs) })
        .where("organization_id", "=", organization_id)
        .where("token_id", "is", null)
        .execute();
    } else if (organization_id !== null && (await isOrganizationThere(transaction, organization_id)))
      await transaction.insertInto("installations").values(memberRow(tenant_id, organization_id)).execute();
  }

  async function isOrganizationThere(
    within: Kysely<Tables>,
    organizationId: string | null,
  ): Promise<boolean> {
    if (organizationId === null) return false;
    const row = await within
      .selectFrom("installations")
      .select("tenant_id")
      .where("tenant_id", "=", organizationId)
      .where("token_id", "is not", null)
      .executeTakeFirst();
    return row !== undefined;
  }
}
