import { parseTavusDate } from "../tavus/dates.ts";

/** Larger numbers than this are milliseconds: as seconds it lies in the year 5138. */
const mostSeconds = 1e11;
/** No date is later. */
const mostMs = 8.64e15;

/** Unix ms of a time as Tavus writes it: text of some form, or Unix seconds as a number or as its digits. */
export function readTimestamp(timestamp: unknown): number | undefined {
  if (typeof timestamp === "string" && !/^\d+(\.\d+)?$/.test(timestamp)) return parseTavusDate(timestamp);
  const number = typeof timestamp === "string" ? Number(timestamp) : timestamp;
  if (typeof number !== "number" || !(number > 0 && number <= mostMs)) return undefined;
  return number > mostSeconds ? number : number * 1000;
}
