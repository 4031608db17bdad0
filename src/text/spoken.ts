/**
 * What somebody said, behind their name. Each further line of it is seen to go on from the one before: one that begins as a turn does
 * would say something in somebody else's place.
 */
export function spoken(speaker: string, text: string): string {
  return `${speaker}: ${text.replace(furtherLine, "$1… ")}`;
}

const furtherLine = /(\r\n|[\n\v\f\r\u0085\u2028\u2029])(?=[^\n\v\f\r\u0085\u2028\u2029])/g;
