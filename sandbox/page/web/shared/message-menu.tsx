import { useRef } from "react";

type MessageMenuProps = { items: readonly { key: string; name: string }[]; onChoose: (key: string) => void };

/** What apps add to the menu of a message. */
export function MessageMenu({ items, onChoose }: MessageMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  if (items.length === 0) return null;
  return (
    <details ref={menu} className="message-menu">
      <summary aria-label="More actions">⋯</summary>
      {items.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          onClick={() => {
            if (menu.current) menu.current.open = false;
            onChoose(key);
          }}
        >
          {name}
        </button>
      ))}
    </details>
  );
}
