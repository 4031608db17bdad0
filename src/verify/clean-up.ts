import type { Ask } from "./exchange.ts";
import { conversationIn, isFine, personaIn, rowsIn } from "./rows.ts";

/**
 * Takes away whatever carries the mark of this run. Answers may have been lost, so the lists are asked and not what we
 * remember; returned is what could not be removed, for a person to do it.
 */
export async function cleanUp(
  { ask, vocabulary }: { ask: Ask; vocabulary: string },
  mark: string,
): Promise<string[]> {
  const leftBehind: string[] = [];
  const rooms = "/v2/conversations";
  for (const found of await markedIn(ask, { path: rooms, mark, idIn: conversationIn })) {
    await ask("clean up", "POST", `${rooms}/${found}/end`);
    const { status } = await ask("clean up", "DELETE", `${rooms}/${found}`);
    if (!isFine(status)) leftBehind.push(`the conversation ${found}`);
  }
  const path = `/v2/${vocabulary}`;
  for (const found of await markedIn(ask, { path, mark, idIn: personaIn })) {
    const { status } = await ask("clean up", "DELETE", `${path}/${found}`);
    if (!isFine(status)) leftBehind.push(`the persona ${found}`);
  }
  return leftBehind;
}

const mostPagesToClean = 50;

type Where = { path: string; mark: string; idIn(row: unknown): string | undefined };

async function markedIn(ask: Ask, { path, mark, idIn }: Where): Promise<string[]> {
  const found = new Set<string>();
  let before = "";
  for (let page = 1; page <= mostPagesToClean; page += 1) {
    const { answer } = await ask("look for leftovers", "GET", `${path}?limit=50&page=${page}`);
    const rows = rowsIn(answer);
    for (const row of rows) {
      const id = idIn(row);
      if (id && JSON.stringify(row).includes(mark)) found.add(id);
    }
    const now = JSON.stringify(rows);
    if (rows.length === 0 || now === before) break;
    before = now;
  }
  return [...found];
}
