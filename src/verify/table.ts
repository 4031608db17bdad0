import { printableLine } from "../printable.ts";
import type { Finding } from "./assumptions.ts";
import type { Verdict } from "./judge.ts";

const marks: Record<Verdict, string> = { asAssumed: "✔", survived: "~", breaks: "✘", unseen: "?" };

/** The findings as columns of text: the mark, the point, what we assume of it, what Tavus did. */
export function renderTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ verdict, point, assumed, did }) =>
    [marks[verdict], point, assumed, did].map(printableLine),
  );
  const all = [["", "Point", "Assumed", "Tavus did"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** What the table comes to, with every remedy. */
export function conclude(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  const legend = `✔ as assumed: ${count("asAssumed")} · ~ otherwise, and the bot copes: ${count("survived")} · ✘ the bot would go wrong: ${count("breaks")} · ? not seen: ${count("unseen")}`;
  const broken = findings.filter(({ verdict }) => verdict === "breaks");
  const remedies = broken.map(({ point, did, remedy }) =>
    printableLine(`${point}: ${did}. ${remedy ?? "Please report this: the bot needs a change."}`),
  );
  return [legend, ...remedies].join("\n");
}
