/** One line of the result. Without `bare` the target is for our figure itself. */
export type Row = {
  what: string;
  unit: "ms" | "KB" | "MB" | "rows" | "×";
  ours: number;
  bare?: number;
  ratio?: number;
  /** The most that is good: of the ratio where there is one, else of our figure. */
  target: number;
};

/** A part that could not be measured, with the reason. */
export type Failure = { what: string; reason: string };

const longestReason = 300;

const columns = ["what", "ours", "bare", "ratio", "target", ""];

/** The result as a table for a terminal. */
export function renderTable(lines: readonly (Row | Failure)[]): string {
  const cells = [columns, ...lines.map((line) => ("reason" in line ? failureCells(line) : rowCells(line)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => renderLine(row, widths)).join("\n");
}

function rowCells({ what, unit, ours, bare, ratio, target }: Row): string[] {
  const isMet = (ratio ?? ours) <= target;
  return [
    what,
    amount(ours, unit),
    bare === undefined ? "–" : amount(bare, unit),
    ratio === undefined ? "–" : `${ratio.toFixed(2)}×`,
    ratio === undefined ? `≤ ${target} ${unit}` : `≤ ${target}×`,
    isMet ? "met" : "NOT MET",
  ];
}

function failureCells({ what, reason }: Failure): string[] {
  return [what, "", "", "", "", `not measured: ${reason.substring(0, longestReason)}`];
}

function amount(value: number, unit: string): string {
  if (unit === "rows" || unit === "×") return `${value} ${unit}`;
  return `${value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0)} ${unit}`;
}

/** The first and the last column stand to the left, figures to the right. */
function renderLine(cells: readonly string[], widths: readonly number[]): string {
  const last = cells.length - 1;
  const padded = cells.map((cell, column) => {
    if (column === last) return cell;
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return padded.join("  ").trimEnd();
}
