import type { AuditEntry } from "../../tenants/audit.ts";

const head = ["Time (UTC)", "User", "Channel", "Action", "Persona", "Details"];

/** A log as RFC 4180 wants it, one line for each entry in the order given, with a line of titles above. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const lines = entries.map(({ at, userId, channelId = "", action, personaId = "", details }) => [
    at,
    userId,
    channelId,
    action,
    personaId,
    details,
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cellText).join(",")}\r\n`).join("");
}

/**
 * Spreadsheets run what begins like a formula, also behind quotation marks and with the wide signs of an East Asian keyboard, so such
 * a cell begins with an apostrophe. Where a semicolon parts cells, as in much of Europe, one begins behind it, and quotes that began
 * further left hold no line together: https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /(^|[;\r\n])(?=(?:[^\S\r\n]|")*[=+\-@＝＋－＠])/g;

function cellText(value: string): string {
  const safe = value.replace(formula, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
