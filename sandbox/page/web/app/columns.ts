export type ColumnName = "discord" | "slack" | "tavus";

export const columnNames: readonly ColumnName[] = ["discord", "slack", "tavus"];

export const columns: Readonly<Record<ColumnName, string>> = {
  discord: "Discord",
  slack: "Slack",
  tavus: "Tavus",
};
