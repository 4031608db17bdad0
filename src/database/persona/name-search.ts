import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { ranks } from "./name-rank.ts";
import { type PersonaRecord, personasOf, readPersona } from "./persona-record.ts";

/** A name near what was looked for, folded. */
export type NearName = { id: string; folded: string };

/** Blocks in which those are looked for that only resemble what is wanted; a small team's are all read. */
const blocksCompared = 6;
/** More than so many are not looked up by their ids: they are met soon enough where the list is read. */
const mostByIds = 500;

/**
 * Names by what is in them. A team's blocks are read through from one end to the other, whatever is looked for: some
 * fifty names cost a microsecond or two. What is wanted is folded already and not empty.
 */
export function createNameSearch(database: Database) {
  const { kysely, engine } = database;

  /** The best blocks, the last begun first among equals. Any of their names may be meant that ranks as high. */
  async function bestBlocks(
    tenantId: string,
    {
      wanted,
      pieces,
      least,
      limit,
    }: { wanted: string; pieces: readonly string[]; least: number; limit: number },
  ): Promise<{ block: number; rank: number }[]> {
    const query = sql<{ block: number; rank: number }>`with ranked as materialized (
        select block, ${rankOf(sql.ref("names"), wanted, pieces)} as rank
        from name_blocks where tenant_id = ${tenantId})
      select block, rank from ranked where rank >= ${least} order by rank desc, block desc limit ${limit}`;
    return (await query.execute(kysely)).rows;
  }

  return {
    /** Whose name holds it: the whole name first, then at its beginning, at a word's, anywhere; newest first in each. */
    async holding(tenantId: string, wanted: string, limit: number): Promise<PersonaRecord[]> {
      const best = await bestBlocks(tenantId, { wanted, pieces: [], least: ranks.part, limit });
      if (best.length === 0) return [];
      const rank = rankOf(sql`(${"\n "} || personas.name_folded || ${" \n"})`, wanted, []);
      const { rows } = await sql<{ id: string }>`select id from personas
        where tenant_id = ${tenantId} and ${inBlocks(best)} and ${holds(wanted)}
        order by ${rank} desc, created_at desc, id desc limit ${limit}`.execute(kysely);
      const ids = rows.map(({ id }) => id);
      const records = await personasOf(database, tenantId)
        .selectAll()
        .where(isOneOf("personas.id", ids))
        .where("personas.deleted_at", "is", null)
        .execute();
      const byId = new Map(records.map((row) => [row.id, readPersona(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    /** Some hundred names, among them those that share the most `pieces` (at most 99); the last filed where none does. */
    async near(tenantId: string, pieces: readonly string[]): Promise<NearName[]> {
      const best = await bestBlocks(tenantId, { wanted: "", pieces, least: 0, limit: blocksCompared });
      if (best.length === 0) return [];
      const { rows } = await sql<NearName>`select id, name_folded as folded from personas
        where tenant_id = ${tenantId} and ${inBlocks(best)}
        order by created_at desc, id desc`.execute(kysely);
      return rows;
    },

    /** A condition on personas: that the name holds it. Where few do, it names them. */
    async holds(
      tenantId: string,
      wanted: string,
    ): Promise<{ condition: RawBuilder<SqlBool>; areFew: boolean }> {
      const { rows } = await sql<{ id: string }>`select id from personas
        where tenant_id = ${tenantId} and search_block in (
          select block from name_blocks where tenant_id = ${tenantId} and ${isIn(sql`names`, wanted)})
        and ${holds(wanted)} limit ${mostByIds + 1}`.execute(kysely);
      if (rows.length > mostByIds) return { condition: holds(wanted), areFew: false };
      return {
        condition: isOneOf(
          "personas.id",
          rows.map(({ id }) => id),
        ),
        areFew: true,
      };
    },
  };

  function holds(wanted: string): RawBuilder<SqlBool> {
    return isIn(sql`personas.name_folded`, wanted);
  }

  function isIn(names: RawBuilder<unknown>, wanted: string): RawBuilder<SqlBool> {
    return engine === "sqlite"
      ? sql<SqlBool>`instr(${names}, ${wanted}) > 0`
      : sql<SqlBool>`strpos(${names}, ${wanted}) > 0`;
  }

  /** As `rankNames` says. */
  function rankOf(names: RawBuilder<unknown>, wanted: string, pieces: readonly string[]) {
    if (engine === "sqlite") return sql<number>`name_rank(${names}, ${wanted}, ${pieces.join("\n")})`;
    const has = (text: string) => sql`strpos(${names}, ${text}) > 0`;
    const shared = pieces.map((piece) => sql`(${has(piece)})::int`);
    const piecesIn = shared.length > 0 ? sql.join(shared, sql` + `) : sql`0`;
    if (wanted === "") return sql<number>`(${piecesIn})`;
    return sql<number>`((case when not ${has(wanted)} then 0
      when ${has(`\n ${wanted} \n`)} then ${sql.lit(ranks.whole)}
      when ${has(`\n ${wanted}`)} then ${sql.lit(ranks.beginning)}
      when ${has(` ${wanted}`)} then ${sql.lit(ranks.word)}
      else ${sql.lit(ranks.part)} end) + ${piecesIn})`;
  }

  function inBlocks(blocks: readonly { block: number }[]): RawBuilder<SqlBool> {
    return isOneOf(
      "search_block",
      blocks.map(({ block }) => block),
    );
  }

  /** One statement text for any number of them. */
  function isOneOf(column: string, values: readonly (string | number)[]): RawBuilder<SqlBool> {
    return engine === "sqlite"
      ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
      : sql<SqlBool>`${sql.ref(column)} = any(${values})`;
  }
}
