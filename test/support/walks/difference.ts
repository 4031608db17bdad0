const before = 250;
const after = 200;

/** Where two texts part, as a report shows it; undefined: nowhere. */
export function difference(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const part = (text: string) => text.slice(Math.max(0, at - before), at + after);
  return `${part(one)}\n-- but --\n${part(other)}`;
}
