import { createHash } from "node:crypto";
import { z } from "zod";
import { type Answer, refuse } from "./answers.ts";
import type { Names } from "./names.ts";

/**
 * `shuffled`: an order of no meaning, the same every time. `restless`: another one for every request, so that
 * pages overlap and leave rows out.
 */
export type ListOrder = "oldestFirst" | "newestFirst" | "shuffled" | "restless";

export type ListRules = {
  order: ListOrder;
  seed: number;
  /** More rows than this are never on one page, whatever `limit` says. */
  pageMaximum: number;
  /** A higher `limit` than this is refused. */
  limitMaximum: number;
  /** What `total_count` says of a list. */
  total: "right" | "pageLength" | "oneMore" | "missing";
  /** What is answered for a page after the last. */
  beyondEnd: "empty" | "lastPage" | "refused";
  /** Rows of no use that stand before the others in lists of the account's own, and of everything. */
  brokenRows: readonly unknown[];
};

const paging = {
  limit: z.coerce.number().int().min(1).default(10),
  page: z.coerce.number().int().min(1).default(1),
};
const type = z.enum(["user", "system"]).optional();
const personasQuery = z.strictObject({ ...paging, persona_type: type, pal_type: type });
const replicasQuery = z.strictObject({
  ...paging,
  verbose: z.enum(["true", "false"]).default("false"),
  replica_type: type,
  face_type: type,
});

const conversationsQuery = z.strictObject({ ...paging, status: z.enum(["active", "ended"]).optional() });
/** The only list whose first page is 0. */
const videosQuery = z.strictObject({ ...paging, page: z.coerce.number().int().min(0).default(0) });
const voicesQuery = z.strictObject({ ...paging, search: z.string().optional(), sort: z.string().optional() });

export type ListQuery = {
  limit: number;
  page: number;
  type?: "user" | "system" | undefined;
  isVerbose: boolean;
};

/** The old filter name works on `/v2/pals` too (seen live); the new one is not known on `/v2/personas`. */
export function readPersonasQuery(query: Record<string, string>, names: Names): ListQuery | Answer {
  const parsed = personasQuery.safeParse(query);
  if (!parsed.success) return refuse(400, `Invalid ${parsed.error.issues[0]?.path.join(".") || "parameter"}`);
  const { limit, page, persona_type: old, pal_type: renamed } = parsed.data;
  if (names === "legacy" && renamed) return refuse(400, "Invalid pal_type");
  return { limit, page, type: old ?? renamed, isVerbose: false };
}

export function readReplicasQuery(query: Record<string, string>): ListQuery | Answer {
  const parsed = replicasQuery.safeParse(query);
  if (!parsed.success) return refuse(400, `Invalid ${parsed.error.issues[0]?.path.join(".") || "parameter"}`);
  const { limit, page, verbose, replica_type: old, face_type: renamed } = parsed.data;
  return { limit, page, type: old ?? renamed, isVerbose: verbose === "true" };
}

export function readConversationsQuery(query: Record<string, string>): ListQuery | Answer {
  return readPlainQuery(conversationsQuery, query);
}

export function readVideosQuery(query: Record<string, string>): ListQuery | Answer {
  const read = readPlainQuery(videosQuery, query);
  return "status" in read ? read : { ...read, page: read.page + 1 };
}

export function readVoicesQuery(query: Record<string, string>): ListQuery | Answer {
  return readPlainQuery(voicesQuery, query);
}

function readPlainQuery(
  schema: z.ZodType<{ limit: number; page: number }>,
  query: Record<string, string>,
): ListQuery | Answer {
  const { data, error } = schema.safeParse(query);
  if (!data) return refuse(400, `Invalid ${error.issues[0]?.path.join(".") || "parameter"}`);
  return { limit: data.limit, page: data.page, isVerbose: false };
}

/** One page of a list as Tavus sends it; `show` makes a row of it. `turn` counts requests: it is what a restless order changes with. */
export function answerPage<Row extends { id: string }>(
  rows: readonly Row[],
  query: ListQuery,
  { show, turn, ...rules }: ListRules & { turn: number; show(row: Row): unknown },
): Answer {
  const { limit, page } = query;
  if (limit > rules.limitMaximum) return refuse(400, "Invalid limit");
  const size = Math.min(limit, rules.pageMaximum);
  const salt = `${rules.seed} ${rules.order === "restless" ? turn : ""}`;
  const broken = query.type === "system" ? [] : rules.brokenRows;
  const all = [...broken, ...sort(rows, rules.order, salt).map(show)];
  const isBeyond = page > 1 && (page - 1) * size >= all.length;
  if (isBeyond && rules.beyondEnd === "refused") return refuse(404, "Invalid page");
  const shown = isBeyond && rules.beyondEnd === "lastPage" ? Math.ceil(all.length / size) : page;
  const data = all.slice((shown - 1) * size, shown * size);
  return { status: 200, body: { data, ...totalOf(rules.total, { data, all }) } };
}

function totalOf(
  total: ListRules["total"],
  { data, all }: { data: readonly unknown[]; all: readonly unknown[] },
): { total_count?: number } {
  if (total === "missing") return {};
  if (total === "pageLength") return { total_count: data.length };
  return { total_count: total === "oneMore" ? all.length + 1 : all.length };
}

function sort<Row extends { id: string }>(rows: readonly Row[], order: ListOrder, salt: string): Row[] {
  if (order === "oldestFirst") return [...rows];
  if (order === "newestFirst") return rows.toReversed();
  const rank = new Map(
    rows.map(({ id }) => [
      id,
      createHash("sha1")
        .update(salt + id)
        .digest("hex"),
    ]),
  );
  return rows.toSorted((one, other) => (rank.get(one.id) ?? "").localeCompare(rank.get(other.id) ?? ""));
}
