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

/** The rows of one page. `turn` counts requests: it is what a restless order changes with. */
export function cutPage<Row extends { id: string }>(
  rows: readonly Row[],
  { limit, page }: ListQuery,
  { order, seed, pageMaximum, turn }: ListRules & { turn: number },
): Row[] {
  const size = Math.min(limit, pageMaximum);
  const salt = `${seed} ${order === "restless" ? turn : ""}`;
  return sort(rows, order, salt).slice((page - 1) * size, page * size);
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
