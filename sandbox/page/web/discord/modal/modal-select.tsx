import type { MenuOption } from "../message/menu-options.ts";
import type { ModalInputProps } from "./modal-props.ts";

type ModalSelectProps = ModalInputProps & { options: readonly MenuOption[] };

/** A menu of which one may be chosen. */
export function ModalSelect({ input, id, describedBy, options, value, onChange }: ModalSelectProps) {
  const [chosen = ""] = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  return (
    <select
      id={id}
      className="d-select"
      aria-describedby={describedBy}
      required={input.required ?? true}
      value={chosen}
      onChange={({ target }) => onChange(target.value === "" ? [] : [target.value])}
    >
      <option value="">{input.placeholder ?? "Make a selection"}</option>
      {options.map(({ value: option, label, description }) => (
        <option key={option} value={option}>
          {description ? `${label}: ${description}` : label}
        </option>
      ))}
    </select>
  );
}
