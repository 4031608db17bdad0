import { useState } from "react";
import { chosenIn } from "../message/chosen-in.ts";
import { fieldOptions } from "../message/field-options.ts";
import type { SlackOption } from "../wire.ts";
import type { ViewInputProps } from "./view-props.ts";

/** A menu. Where several may be chosen it is a list that shows them all. */
export function ViewSelect({ element, block, id, describedBy, error, state, slack, enter }: ViewInputProps) {
  const isMultiple = element.type.startsWith("multi_");
  const [chosen, setChosen] = useState(() => chosenIn(element, state));
  return (
    <select
      id={id}
      className="s-select"
      multiple={isMultiple}
      value={isMultiple ? chosen : (chosen[0] ?? "")}
      required={!block.optional}
      aria-describedby={describedBy}
      aria-invalid={error !== undefined}
      onChange={({ target }) => {
        const values = [...target.selectedOptions].map((option) => option.value);
        setChosen(values);
        enter(block.block_id, isMultiple ? values : target.value);
      }}
    >
      {!isMultiple && (
        <option value="" disabled>
          {element.placeholder?.text ?? "Select an item"}
        </option>
      )}
      {element.option_groups.length > 0
        ? element.option_groups.map(({ label, options }) => (
            <optgroup key={label.text} label={label.text}>
              {options.map(renderOption)}
            </optgroup>
          ))
        : fieldOptions(element, slack).map(renderOption)}
    </select>
  );
}

function renderOption({ value, text }: SlackOption) {
  return (
    <option key={value} value={value}>
      {text.text}
    </option>
  );
}
