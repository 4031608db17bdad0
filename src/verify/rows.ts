/** A row of an answer of Tavus, of which nothing is sure. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function rowsIn(answer: unknown): Row[] {
  return isRow(answer) && Array.isArray(answer.data) ? answer.data.filter(isRow) : [];
}

/** One object, bare or in a list of one. */
export function rowIn(answer: unknown): Row {
  const [first] = rowsIn(answer);
  return first ?? (isRow(answer) ? answer : {});
}

export function personaIn(answer: unknown): string | undefined {
  const row = rowIn(answer);
  const id = row.persona_id ?? row.pal_id;
  return typeof id === "string" ? id : undefined;
}

export function conversationIn(answer: unknown): string | undefined {
  const id = rowIn(answer).conversation_id;
  return typeof id === "string" ? id : undefined;
}

export function isFine(status: number): boolean {
  return status >= 200 && status < 300;
}
