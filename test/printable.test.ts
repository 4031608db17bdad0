import { expect, test } from "vitest";
import { renderReport } from "../src/doctor/report.ts";
import { createLog } from "../src/log.ts";
import { printable, printableLine } from "../src/printable.ts";

const obeyed: [string, string][] = [
  ["an escape sequence", "\u001b[2J\u001b]0;title\u0007"],
  ["a sequence in one character", "\u009b31m"],
  ["a bell and a backspace", "\u0007\b"],
  ["a carriage return", "all is well\rbad"],
  ["a null and a delete", "\u0000\u007f"],
  ["a direction turned around", "\u202egnp.exe"],
  ["an isolate", "\u2066admin\u2069"],
  ["a line separator", "one\u2028two\u2029"],
];
const controls = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

test.each(obeyed)("%s is written out", (_what, text) => {
  expect(printable(text)).not.toMatch(controls);
  expect(printableLine(text)).not.toMatch(controls);
});

test("what people read stays as it is", () => {
  const text = "Émile 👩‍🚀 שלום 名前\tin two\nlines";

  expect(printable(text)).toBe(text);
});

test("a line break of somebody else's begins no line of ours", () => {
  expect(printableLine("x\n✔ good")).toBe("x\\u000a✔ good");
});

test.each(obeyed)("%s reaches no log line, and JSON still means it", (_what, text) => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });

  log.info({ name: text, err: new Error(text) }, text);

  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(controls);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ name: text, msg: text });
});

test.each(obeyed)("%s reaches no line of the doctor", (_what, text) => {
  const finding = {
    name: "Team",
    state: "bad",
    sentence: `Called ${text}.`,
    remedy: `Rename ${text}.`,
  } as const;

  const report = renderReport(
    { sections: [{ heading: "Teams", findings: [finding] }], inviteLink: undefined },
    { colour: false },
  );

  expect(report).not.toMatch(controls);
});
