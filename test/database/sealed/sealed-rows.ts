import type { Database } from "../../../src/database/opening/connect.ts";
import { readPlace, sealedPlaces, sealedTextOf } from "../../../src/database/sealed/places.ts";
import type { Secrets } from "../../../src/database/team/secrets.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { createUncheckedKeys } from "../../../src/database/team/unchecked-keys.ts";
import { aConversationRow } from "../../support/conversation-rows.ts";
import { aLinkRow } from "../../support/personas/persona-builders.ts";

type Put = (database: Database, tenantId: string, sealed: string) => Promise<void>;

export const putKey: Put = (database, tenantId, sealed) =>
  createSettingsStore(database).change(tenantId, {
    key: {
      sealed,
      tag: "0123456789ab",
      lastFour: "4f2a",
      setBy: "U1",
      setAt: "",
      checkedAt: null,
      sees: null,
    },
  });

/** How each kind of sealed text comes to lie in its place. */
const puts: { [place: string]: Put } = {
  "tenant_settings.key_sealed": putKey,
  "platform_state.value": (database, tenantId, sealed) =>
    createUncheckedKeys(database).keep(tenantId, { sealed, userId: "U1" }, 60_000),
  async "conversations.link_sealed"({ kysely }, tenantId, sealed) {
    await kysely
      .insertInto("conversations")
      .values(aConversationRow({ tenant_id: tenantId, link_sealed: sealed }))
      .execute();
  },
  "installations.token_sealed": putInstallation("token_sealed"),
  "installations.refresh_sealed": putInstallation("refresh_sealed"),
  async "owed.standing_sealed"({ kysely }, tenantId, sealed) {
    const owed = { user_id: "U1", reply_json: "{}", tell_at: "2026-11-22T20:00:00.000Z", created_at: "" };
    await kysely
      .insertInto("owed")
      .values({ ...owed, tenant_id: tenantId, delivery_id: "d1", standing_sealed: sealed })
      .execute();
  },
  async "links.answer_sealed"({ kysely }, tenantId, sealed) {
    const row = aLinkRow({ tenant_id: tenantId, subject_id: "per_1", answer_sealed: sealed });
    await kysely.insertInto("links").values(row).execute();
  },
  async "sync_runs.answer_sealed"({ kysely }, tenantId, sealed) {
    const run = {
      run_id: "r1",
      mode: "apply",
      started_by: "U1",
      started_at: "2026-11-22T20:00:00.000Z",
      lease_until: "2026-11-22T20:00:10.000Z",
      progress_json: "{}",
      cancel_requested: 0,
      ended_at: null,
      summary_json: null,
    };
    await kysely
      .insertInto("sync_runs")
      .values({ ...run, tenant_id: tenantId, answer_sealed: sealed })
      .execute();
  },
  async "leftovers.key_sealed"({ kysely }, tenantId, sealed) {
    for (const subject_id of ["per_1", "per_2"]) {
      const rest = {
        attempts: "[]",
        kept_id: null,
        key_tag: "0123456789ab",
        due_at: "2026-11-22T20:00:00.000Z",
      };
      await kysely
        .insertInto("leftovers")
        .values({ tenant_id: tenantId, subject_kind: "persona", subject_id, key_sealed: sealed, ...rest })
        .execute();
    }
  },
};

function putInstallation(column: "token_sealed" | "refresh_sealed"): Put {
  return async ({ kysely }, tenant_id, sealed) => {
    const none = { organization_id: null, token_sealed: null, refresh_sealed: null, renewing_until: null };
    const times = { expires_at: null, installed_at: "2026-11-22T20:00:00.000Z", check_at: null };
    await kysely
      .insertInto("installations")
      .values({ ...none, ...times, tenant_id, token_id: "t1", [column]: sealed })
      .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet({ [column]: sealed }))
      .execute();
  };
}

export const places = sealedPlaces.map((place) => ({ place, name: `${place.table}.${place.column}` }));

/** Puts one into every place there is; a place without a way is an error here. */
export async function putEverywhere(
  database: Database,
  secrets: Secrets,
  tenantId: string,
  word: string,
): Promise<void> {
  for (const { name } of places) {
    const put = puts[name];
    if (!put) throw new Error(`Say in sealed-rows.ts how a sealed text comes into ${name}.`);
    await put(database, tenantId, secrets.seal(tenantId, word));
  }
}

/** What these keys open of every place, as `place tenant word`; undefined in the place of a word that stays closed. */
export async function openEverywhere(database: Database, secrets: Secrets): Promise<string[]> {
  const found: string[] = [];
  for (const { place, name } of places) {
    for (const row of await readPlace(database.kysely, place, undefined, 1000)) {
      const tenantId = row.key[0] ?? "";
      found.push(`${name} ${tenantId} ${secrets.open(tenantId, sealedTextOf(place, row))}`);
    }
  }
  return found;
}
