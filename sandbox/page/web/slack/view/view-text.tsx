import { useState } from "react";
import type { ViewInputProps } from "./view-props.ts";

/** The share from which on Slack shows how many characters are left. */
const countsFrom = 0.8;

/** A text field, of one line or several. */
export function ViewText({ element, block, id, describedBy, error, state, enter }: ViewInputProps) {
  const [text, setText] = useState(state?.value ?? element.initial_value ?? "");
  const longest = element.max_length ?? 3000;
  const common = {
    id,
    value: text,
    maxLength: longest,
    placeholder: element.placeholder?.text ?? "",
    required: !block.optional,
    "aria-describedby": describedBy,
    "aria-invalid": error !== undefined,
    onChange({ target }: { target: { value: string } }) {
      setText(target.value);
      enter(block.block_id, target.value, true);
    },
  };
  return (
    <>
      {element.multiline ? <textarea rows={4} {...common} /> : <input type="text" {...common} />}
      {text.length > longest * countsFrom && (
        <small className="s-length">{longest - text.length} characters left</small>
      )}
    </>
  );
}
