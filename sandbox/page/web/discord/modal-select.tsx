import { menuOptions } from "./menu-options.ts";
import type { ModalInputProps } from "./modal-input.tsx";

/** A menu. Where several may be chosen it is a list that shows them all. */
export function ModalSelect({ input, id, describedBy, guild, value, onChange }: ModalInputProps) {
  const options = menuOptions(input, guild);
  const chosen = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  const isMultiple = (input.max_values ?? 1) > 1;
  return (
    <select
      id={id}
      className="d-select"
      aria-describedby={describedBy}
      multiple={isMultiple}
      required={input.required ?? true}
      value={isMultiple ? chosen : (chosen[0] ?? "")}
      onChange={({ target }) =>
        onChange([...target.selectedOptions].map((option) => option.value).filter((each) => each !== ""))
      }
    >
      {!isMultiple && <option value="">{input.placeholder ?? "Make a selection"}</option>}
      {options.map(({ value: option, label, description }) => (
        <option key={option} value={option}>
          {description ? `${label}: ${description}` : label}
        </option>
      ))}
    </select>
  );
}
