import { sql } from "kysely";

const mark = "/* again */";

/**
 * Ends a statement that writes alone and may be carried out twice, the second time changing nothing: one whose answer is lost with its
 * connection is then asked again, as what only reads is. For `modifyEnd`. In a transaction it says nothing.
 */
export const repeatable = sql.raw(mark);

export function isRepeatable(statement: string): boolean {
  return statement.endsWith(mark);
}
