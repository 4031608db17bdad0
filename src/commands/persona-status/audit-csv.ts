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
 * Spreadsheets run what begins like a formula, also behind quotation marks, so such a cell begins with an apostrophe:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cellText(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
