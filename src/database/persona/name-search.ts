import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { ranks } from "./name-rank.ts";

export type NamedPersona = { id: string; name: string };
/** A name near what was looked for, folded. */
export type NearName = { id: string; folded: string };

/** What is looked for: folded and not empty, and up to 99 pieces that a name near it may share. */
export type Wanted = { wanted: string; pieces: readonly string[]; limit: number };

/** The first blocks are most often enough; so many more are read where they are not. */
const blocksAtFirst = 2;
/** Blocks in which those are looked for that only resemble what is wanted; a small team's are all read. */
const blocksCompared = 4;
/**
 * Names that only resemble it are looked for in the newest blocks, which hold 20,000 names. To look for its pieces costs
 * several times as much as to look for it whole.
 */
const blocksForPieces = 160;
/** More than so many are not looked up by their ids: they are met soon enough where the list is read. */
const mostByIds = 500;

const noPieces = { pieces: [], isAmong: sql<SqlBool>`${sql.lit(1)} = ${sql.lit(0)}` };

/** The block of those whose names are in none yet: the one that comes last. */
const newcomers = 2_147_483_647;
const isNewcomer = sql<SqlBool>`search_block is null and deleted_at is null`;

/** Whether its name is in no block yet. */
type Fresh = { fresh: number };
type Held = NamedPersona & Fresh & { rank: number };
type Found = { holding: NamedPersona[] } | { near: NearName[] };

type Block = { block: number; rank: number };

/**
 * Names by what is in them. A team's blocks are read through from one end to the other, whatever is looked for: those of
 * 50,000 names in two or three milliseconds.
 */
export function createNameSearch(database: Database) {
  const { kysely, engine } = database;

  /** The best blocks, the last begun first among equals: each has a name that ranks as high. */
  async function bestBlocks(tenantId: string, { wanted, pieces, limit }: Wanted): Promise<Block[]> {
    const query = sql<Block>`with ranked as materialized (
        select block, ${rankOf(sql.ref("names"), wanted, { pieces, isAmong: isNew(tenantId) })} as rank
        from (${allBlocks(tenantId)}) as blocks)
      select block, rank from ranked
      order by rank desc, block desc limit ${limit}`;
    return (await query.execute(kysely)).rows;
  }

  /** The names in these blocks that hold it, the best first, newest first among equals. */
  async function readHolding(
    tenantId: string,
    { wanted, limit }: Wanted,
    blocks: readonly Block[],
  ): Promise<Held[]> {
    const rank = rankOf(sql`(${"\n "} || name_folded || ${" \n"})`, wanted);
    const { rows } = await sql<Held>`
      with held as materialized (
        select id, created_at, fresh, ${rank} as rank from (${namesIn(tenantId, blocks)}) as names
        where ${isIn(sql.ref("name_folded"), wanted)}
        order by 4 desc, created_at desc, id desc limit ${limit})
      select held.id, held.rank, held.fresh, personas.name from held
      join personas on personas.tenant_id = ${tenantId} and personas.id = held.id
      order by held.rank desc, held.created_at desc, held.id desc`.execute(kysely);
    return rows;
  }

  return {
    /**
     * Whose name holds it: the whole name first, then at its beginning, at a word's, anywhere; newest first in each. Where
     * nobody's does, some hundred names, among them those that share the most pieces.
     */
    async findNames(tenantId: string, looked: Wanted): Promise<Found> {
      const { areMoved, ...found } = await find(tenantId, looked);
      if (!areMoved) return found;
      const { areMoved: _, ...again } = await find(tenantId, looked);
      return again;
    },

    /** A condition on personas: that the name holds it. Where few do, it names them. */
    async holds(
      tenantId: string,
      wanted: string,
    ): Promise<{ condition: RawBuilder<SqlBool>; areFew: boolean }> {
      const isHeld = isIn(sql.ref("name_folded"), wanted);
      const { rows } = await sql<{ id: string }>`select id from personas
        where tenant_id = ${tenantId} and search_block in (
          select block from name_blocks where tenant_id = ${tenantId} and ${isIn(sql.ref("names"), wanted)})
        and ${isHeld} union all select id from personas
        where tenant_id = ${tenantId} and ${isNewcomer} and ${isHeld}
        limit ${mostByIds + 1}`.execute(kysely);
      if (rows.length > mostByIds)
        return { condition: isIn(sql.ref("personas.name_folded"), wanted), areFew: false };
      const ids = rows.map(({ id }) => id);
      return { condition: isOneOf("personas.id", ids), areFew: true };
    },
  };

  /** `areMoved`: the newcomers were filed between one statement and the next, and some of them are missing. */
  async function find(tenantId: string, looked: Wanted): Promise<Found & { areMoved: boolean }> {
    const best = await bestBlocks(tenantId, looked);
    const holding = best.filter(({ rank }) => rank >= ranks.part);
    if (holding.length === 0) {
      const compared = best.slice(0, blocksCompared);
      const near = await readNear(tenantId, compared);
      return { near, areMoved: haveMoved(compared, near) };
    }
    const first = holding.slice(0, blocksAtFirst);
    const found = await readHolding(tenantId, looked, first);
    const next = holding[blocksAtFirst]?.rank ?? 0;
    const areBest = found.filter(({ rank }) => rank >= next).length === looked.limit;
    const isAll = areBest || holding.length <= blocksAtFirst;
    const all = isAll ? found : await readHolding(tenantId, looked, holding);
    return { holding: all, areMoved: all.length < looked.limit && haveMoved(holding, all) };
  }

  function haveMoved(blocks: readonly Block[], names: readonly Fresh[]): boolean {
    return blocks.some(({ block }) => block === newcomers) && !names.some(({ fresh }) => fresh === 1);
  }

  async function readNear(tenantId: string, blocks: readonly Block[]): Promise<(NearName & Fresh)[]> {
    if (blocks.length === 0) return [];
    const { rows } = await sql<
      NearName & Fresh
    >`select id, name_folded as folded, fresh from (${namesIn(tenantId, blocks)}) as names
      order by created_at desc, id desc`.execute(kysely);
    return rows;
  }

  function isIn(names: RawBuilder<unknown>, wanted: string): RawBuilder<SqlBool> {
    return engine === "sqlite"
      ? sql<SqlBool>`instr(${names}, ${wanted}) > 0`
      : sql<SqlBool>`strpos(${names}, ${wanted}) > 0`;
  }

  function isNew(tenantId: string): RawBuilder<SqlBool> {
    return sql<SqlBool>`block > (select max(block) from name_blocks where tenant_id = ${tenantId}) - ${sql.lit(blocksForPieces)}`;
  }

  /** As `name_rank` does it. */
  function rankOf(
    names: RawBuilder<unknown>,
    wanted: string,
    { pieces, isAmong }: { pieces: readonly string[]; isAmong: RawBuilder<SqlBool> } = noPieces,
  ) {
    if (engine === "sqlite") {
      return sql<number>`name_rank(${names}, ${wanted}, case when ${isAmong} then ${pieces.join("\n")} else '' end)`;
    }
    const has = (text: string) => sql`strpos(${names}, ${text}) > 0`;
    const shared = [sql`0`, ...pieces.map((piece) => sql`(${has(piece)})::int`)];
    return sql<number>`(case when not ${has(wanted)} then case when ${isAmong} then ${sql.join(shared, sql` + `)} else 0 end
      when not ${has(` ${wanted}`)} then ${sql.lit(ranks.part)}
      when not ${has(`\n ${wanted}`)} then ${sql.lit(ranks.word)}
      when not ${has(`\n ${wanted} \n`)} then ${sql.lit(ranks.beginning)}
      else ${sql.lit(ranks.whole)} end)`;
  }

  /** With what was made since names were last filed, as one block more. */
  function allBlocks(tenantId: string): RawBuilder<unknown> {
    return sql`select block, names from name_blocks where tenant_id = ${tenantId} union all
      select ${sql.lit(newcomers)}, string_agg(${"\n "} || name_folded || ${" \n"}, '') from personas
      where tenant_id = ${tenantId} and ${isNewcomer} having count(name_folded) > 0`;
  }

  function namesIn(tenantId: string, blocks: readonly Block[]): RawBuilder<unknown> {
    const filed = blocks.map(({ block }) => block).filter((block) => block !== newcomers);
    const read = (fresh: 0 | 1, areThere: RawBuilder<SqlBool>) =>
      sql`select id, created_at, name_folded, ${sql.lit(fresh)} as fresh from personas
        where tenant_id = ${tenantId} and ${areThere}`;
    const areIn = read(0, isOneOf("search_block", filed));
    return filed.length === blocks.length ? areIn : sql`${areIn} union all ${read(1, isNewcomer)}`;
  }

  /** One statement text for any number of them. */
  function isOneOf(column: string, values: readonly (string | number)[]): RawBuilder<SqlBool> {
    return engine === "sqlite"
      ? sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
      : sql<SqlBool>`${sql.ref(column)} = any(${values})`;
  }
}
