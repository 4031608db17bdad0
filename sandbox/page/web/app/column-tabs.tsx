import { type ColumnName, columnNames, columns } from "./columns.ts";

type ColumnTabsProps = { open: ColumnName; onOpen: (name: ColumnName) => void };

/** Shows one column at a time where there is no room for three; hidden where there is. */
export function ColumnTabs({ open, onOpen }: ColumnTabsProps) {
  return (
    <nav className="tabs" aria-label="Columns">
      {columnNames.map((name) => (
        <button
          key={name}
          type="button"
          className="tab"
          data-column={name}
          aria-current={open === name}
          onClick={() => onOpen(name)}
        >
          {columns[name]}
        </button>
      ))}
    </nav>
  );
}
