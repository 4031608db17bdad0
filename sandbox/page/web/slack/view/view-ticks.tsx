import { useState } from "react";
import type { ViewInputProps } from "./view-props.ts";

/** Checkboxes or radio buttons. */
export function ViewTicks({ element, block, id, error, state, enter }: ViewInputProps) {
  const isRadio = element.type === "radio_buttons";
  const [chosen, setChosen] = useState(() => {
    const single = state?.selected_option ?? element.initial_option;
    const several = state?.selected_options ?? element.initial_options;
    return (isRadio && single ? [single] : several).map(({ value }) => value);
  });

  function tick(option: string, isTicked: boolean): void {
    const kept = chosen.filter((each) => each !== option);
    const next = isRadio ? [option] : isTicked ? [...kept, option] : kept;
    setChosen(next);
    enter(block.block_id, isRadio ? option : next);
  }

  return (
    <div className="s-ticks">
      {element.options.map(({ value, text, description }) => (
        <label key={value}>
          <input
            type={isRadio ? "radio" : "checkbox"}
            name={id}
            checked={chosen.includes(value)}
            aria-invalid={error !== undefined}
            onChange={({ target }) => tick(value, target.checked)}
          />
          <span>
            {text.text}
            {description && <small>{description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
