import type { Account } from "../../../sandbox/stand-ins/tavus/account.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import type { TeamTables } from "../../../src/database/tables.ts";
import { teamTables } from "../../../src/database/team-tables.ts";
import { type Known, plain } from "./plain-words.ts";

/** `alike`: makes the same of whom and where, which are called otherwise in each world. */
export type World = {
  known: Known;
  rows: Database["kysely"];
  accounts(): readonly Account[];
  alike?(text: string): string;
};

/** What follows from ids, is sealed or random, or tells how far something that goes on by itself has come. */
const left = new Set([
  ...["key_sealed", "link_sealed", "answer_sealed", "standing_sealed", "token_id", "callback_hash"],
  ...[
    "form_id",
    "press_id",
    "delivery_id",
    "reservation_id",
    "run_id",
    "allowance",
    "base",
    "differs",
    "topic",
    "message_id",
  ],
  ...["failure_topic", "failure_incident", "incident", "search_block", "tenant_id"],
  ...[
    "held_by",
    "watched_by",
    "watched_until",
    "lease_until",
    "tell_lease_until",
    "told_at",
    "tell_at",
    "tries",
  ],
  ...["summary_json", "progress_json", "asked_json"],
  ...["audit.id", "warnings.id", "persona_versions.id"],
  // Of two that fail beside one another either may be the first, or the last.
  ...["warnings.post_state", "warnings.user_id", "warnings.count"],
]);

/** Drafts hold what each platform asks before a form opens; the others are about what goes on by itself. */
const leftTables = new Set([
  "drafts",
  "platform_state",
  "name_blocks",
  "deliveries",
  "forgotten",
  "leftovers",
]);

/** Every row that a team has and every object in Tavus, without what is random in it: a text for each kind. */
export async function rowsOf({
  known,
  rows,
  accounts,
  alike = (text) => text,
}: World): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const table of Object.keys(teamTables) as (keyof TeamTables)[]) {
    if (leftTables.has(table)) continue;
    const found: Record<string, unknown>[] = await rows.selectFrom(table).selectAll().execute();
    all.set(table, textOf(found.map((row) => columnsOf(table, row))));
  }
  for (const { name, personas, videos, rooms } of accounts()) {
    const held = personas.map(({ document, hasDraft }) => ({ document, hasDraft }));
    all.set(`personas in Tavus, ${name}`, textOf(held));
    all.set(`other objects in Tavus, ${name}`, `${videos.all.length} videos, ${rooms.ever.length} rooms`);
  }
  return all;

  /** In the order of what they hold: which of two came first is told by the answers. */
  function textOf(objects: readonly unknown[]): string {
    const texts = objects.map((object) => plain(known, alike(JSON.stringify(object))));
    return texts
      .map((text) => text.replace(/⟨(\w+) \d+⟩/g, "⟨$1⟩"))
      .sort()
      .join("\n");
  }
}

function columnsOf(table: string, row: Record<string, unknown>): [string, unknown][] {
  return Object.entries(row)
    .filter(([column]) => !left.has(column) && !left.has(`${table}.${column}`))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
