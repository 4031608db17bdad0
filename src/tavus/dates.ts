const isoDate = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2})?$/;
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds since 1970 of a date as Tavus writes it, or undefined if it is no date. Tavus uses five
 * formats (with microseconds and Z, with milliseconds and Z, without a zone, with a space instead of the T,
 * and the one of HTTP headers); a date without a zone is UTC.
 */
export function parseTavusDate(text: string): number | undefined {
  const [, day, time, zone = "Z"] = isoDate.exec(text) ?? [];
  const milliseconds = Date.parse(day === undefined && httpDate.test(text) ? text : `${day}T${time}${zone}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
