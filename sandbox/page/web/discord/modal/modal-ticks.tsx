import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import type { MenuOption } from "../message/menu-options.ts";
import type { ModalInputProps } from "./modal-props.ts";

type ModalTicksProps = ModalInputProps & { options: readonly MenuOption[] };

/** A checkbox group or a radio group, and a menu where several may be chosen. */
export function ModalTicks({ input, id, value, options, onChange }: ModalTicksProps) {
  const isRadio = input.type === componentType.radioGroup;
  const chosen = [value].flat().filter((each) => typeof each === "string");
  const isFull = !isRadio && chosen.length >= (input.max_values ?? options.length);

  function tick(option: string, isTicked: boolean): void {
    const kept = chosen.filter((each) => each !== option);
    if (isRadio) onChange(option);
    else onChange(isTicked ? [...kept, option] : kept);
  }

  return (
    <div className="d-ticks">
      {options.map(({ value: option, label, description }) => (
        <label key={option}>
          <input
            type={isRadio ? "radio" : "checkbox"}
            name={id}
            checked={chosen.includes(option)}
            disabled={isFull && !chosen.includes(option)}
            onChange={({ target }) => tick(option, target.checked)}
          />
          <span>
            {label}
            {description && <small>{description}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
