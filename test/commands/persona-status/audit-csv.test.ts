import { expect, test } from "vitest";
import { auditCsv } from "../../../src/commands/persona-status/audit-csv.ts";
import type { AuditEntry } from "../../../src/tenants/audit.ts";

function anEntry(details: string): AuditEntry {
  const at = "2026-11-22T20:00:00.000Z";
  return { id: "1", at, userId: "u1", channelId: undefined, action: "edit", personaId: "per_a", details };
}

function cellOf(details: string): string {
  const [, line = ""] = auditCsv([anEntry(details)]).split(/\r\n(?=2026)/);
  return line.slice("2026-11-22T20:00:00.000Z,u1,,edit,per_a,".length, -2);
}

test("a log has a line of titles and then one for each entry, in the order given", () => {
  const csv = auditCsv([anEntry("first"), anEntry("second")]);

  expect(csv).toBe(
    "Time (UTC),User,Channel,Action,Persona,Details\r\n" +
      "2026-11-22T20:00:00.000Z,u1,,edit,per_a,first\r\n" +
      "2026-11-22T20:00:00.000Z,u1,,edit,per_a,second\r\n",
  );
});

test("commas, quotation marks and line breaks stay within their cell", () => {
  expect(cellOf('Ada, the "first"\nof all')).toBe('"Ada, the ""first""\nof all"');
});

test.each([
  "=cmd|' /C calc'!A0",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "  =1",
  "＝1+1",
  "＠SUM(A1)",
])("what a spreadsheet would run is text: %s", (formula) => {
  expect(cellOf(formula)).toBe(`'${formula}`);
});

test("a formula behind a quotation mark of ours is text too", () => {
  expect(cellOf('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
});

test.each([
  ["Ada;=cmd|' /C calc'!A0", "Ada;'=cmd|' /C calc'!A0"],
  ["Ada; +1;-1", "Ada;' +1;'-1"],
  ['Ada;"=1"', '"Ada;\'""=1"""'],
  ["Ada\n=1", '"Ada\n\'=1"'],
  ["Ada\r\n\n@SUM(A1)", '"Ada\r\n\n\'@SUM(A1)"'],
  ["Ada - a guide; 1+1=2", "Ada - a guide; 1+1=2"],
])("where a semicolon or a line's end begins a cell, %j is text too", (details, cell) => {
  expect(cellOf(details)).toBe(cell);
});
