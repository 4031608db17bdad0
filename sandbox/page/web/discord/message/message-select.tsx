import { menuOptions } from "./menu-options.ts";
import type { MessageComponentProps } from "./message-component.tsx";

/** A menu of a message. Several choices are sent together when the menu is left. */
export function MessageSelect({ component, press, guild }: MessageComponentProps) {
  const options = menuOptions(component, guild);
  const isMultiple = (component.max_values ?? 1) > 1;
  const label = component.placeholder ?? "Make a selection";
  const customId = component.custom_id ?? "";
  const chosen = component.options.filter((option) => option.default).map((option) => option.value);
  if (isMultiple)
    return (
      <select
        className="d-select"
        multiple
        aria-label={label}
        defaultValue={chosen}
        disabled={component.disabled ?? false}
        onBlur={({ target }) => {
          const values = [...target.selectedOptions].map((option) => option.value);
          if (values.join() !== chosen.join()) void press(customId, values);
        }}
      >
        {options.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    );
  return (
    <select
      className="d-select"
      aria-label={label}
      value={chosen[0] ?? ""}
      disabled={component.disabled ?? false}
      onChange={({ target }) => void press(customId, [target.value])}
    >
      <option value="" disabled>
        {label}
      </option>
      {options.map(({ value, label: words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
