import type { ModalInputProps } from "./modal-input.tsx";
import { componentType } from "./wire.ts";

/** A checkbox group or a radio group. */
export function ModalTicks({ input, id, value, onChange }: ModalInputProps) {
  const isRadio = input.type === componentType.radioGroup;
  const chosen = [value].flat().filter((each) => typeof each === "string");
  const isFull = !isRadio && chosen.length >= (input.max_values ?? input.options.length);

  function tick(option: string, isTicked: boolean): void {
    const kept = chosen.filter((each) => each !== option);
    if (isRadio) onChange(option);
    else onChange(isTicked ? [...kept, option] : kept);
  }

  return (
    <div className="d-ticks">
      {input.options.map(({ value: option, label, description }) => (
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
