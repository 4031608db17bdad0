const owned = ["state", "lease_until", "next_attempt_at", "outcome_unknown"];
const anyOwned = owned.join("|");
/** `state` is what a link calls it outside `database/` too; the others are columns wherever they stand. */
const onlyColumns = owned.slice(1).join("|");
const stateSet = 'state: "(?:pending|linked|failed|missing)"';

/** Places in a source text that write what `transitions.ts` decides in a row of `links`, as they stand there. */
export function writesOfLinks(source: string): string[] {
  const text = withoutComments(source);
  return [...writesInSql(text), ...writesInCalls(text), ...columnsInObjects(text)];
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}

/** `update links set … state = …`, and the same in an upsert. */
function writesInSql(text: string): string[] {
  const assigned = new RegExp(String.raw`\bset\b[^;\`]*?(?<!\.)\b(?:${anyOwned})\s*=(?!=)[^;\`]{0,20}`, "gi");
  return sqlTexts(text)
    .filter((sql) => /\b(?:update|into)\s+links\b/i.test(sql))
    .flatMap((sql) => sql.match(assigned) ?? []);
}

function sqlTexts(text: string): string[] {
  return text.match(/`[^`]*`|"[^"\n]*"|'[^'\n]*'/g) ?? [];
}

/** `.set({ state: … })`, `.set("state", …)` and `.values({ state })`, unless the statement is about another table. */
function writesInCalls(text: string): string[] {
  const named = new RegExp(String.raw`(?:[{,]\s*|^\s*)["']?(?:${anyOwned})["']?\s*[:,}]`);
  return [...text.matchAll(/\.(?:set|values|doUpdateSet)\(/g)].flatMap(({ index, 0: call }) => {
    const inside = argumentsAt(text, index + call.length);
    return isAboutLinks(text.substring(0, index)) && named.test(inside) ? [`${call}${inside})`] : [];
  });
}

/** An object with one of the columns that is made elsewhere, and handed to such a call. A type of rows is none. */
function columnsInObjects(text: string): string[] {
  const column = String.raw`(?:${onlyColumns})\s*(?!:\s*(?:string|number)\b)[:,}]`;
  const written = new RegExp(String.raw`[{,]\s*(?:${column}|${stateSet}).{0,40}`, "g");
  return [...text.matchAll(written)].flatMap(({ index, 0: found }) =>
    isAboutLinks(text.substring(0, index)) ? [found] : [],
  );
}

/** The table of the statement that a place stands in; where none is named, it may be this one. */
function isAboutLinks(before: string): boolean {
  const named = [...before.matchAll(/(?:updateTable|insertInto)\("(\w+)/g)].at(-1)?.[1];
  return named === undefined || named === "links";
}

function argumentsAt(text: string, start: number): string {
  let depth = 1;
  for (let end = start; end < text.length; end += 1) {
    if (text[end] === "(") depth += 1;
    if (text[end] === ")") depth -= 1;
    if (depth === 0) return text.slice(start, end);
  }
  return text.slice(start);
}
