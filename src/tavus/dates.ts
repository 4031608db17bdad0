const isoDate =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d+))?\s?(Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?)?$/i;
const httpDate = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC|[+-]\d{4})$/;

/**
 * Milliseconds since 1970 of a date as Tavus writes it, or undefined if it is no date. Tavus uses five
 * formats (with microseconds and Z, with milliseconds and Z, without a zone, with a space instead of the T,
 * and the one of HTTP headers), and a zone may be written as Python does (+0000); a date without a zone is UTC.
 */
export function parseTavusDate(text: string): number | undefined {
  const milliseconds = Date.parse(httpDate.test(text) ? text : plainDate(text));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** As every engine reads it; "" where it is none. */
function plainDate(text: string): string {
  const [, day, time, fraction = "0", , hours, minutes = "00"] = isoDate.exec(text) ?? [];
  if (day === undefined) return "";
  return `${day}T${time}.${fraction}${hours === undefined ? "Z" : `${hours}:${minutes}`}`;
}
