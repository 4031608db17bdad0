import { useId } from "react";
import { BlockView } from "../message/block-view.tsx";
import { ViewInput } from "./view-input.tsx";
import type { ViewBlockProps } from "./view-props.ts";

const groups = ["checkboxes", "radio_buttons"];

/** A block of a form: an input with its label, hint and mistake, or something to read. */
export function ViewBlock(props: ViewBlockProps) {
  const { block, error, slack } = props;
  const { element } = block;
  const id = useId();
  if (!element) return <BlockView block={block} slack={slack} press={props.press} />;
  const describedBy = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const label = (
    <>
      {block.label?.text}
      {block.optional && <span className="s-optional"> (optional)</span>}
    </>
  );
  const around = (
    <>
      <ViewInput {...props} element={element} id={id} describedBy={describedBy || undefined} />
      {error && (
        <p className="s-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {block.hint && (
        <p className="s-hint" id={`${id}-hint`}>
          {block.hint.text}
        </p>
      )}
    </>
  );
  if (groups.includes(element.type))
    return (
      <fieldset className="s-field" aria-describedby={describedBy || undefined}>
        <legend>{label}</legend>
        {around}
      </fieldset>
    );
  return (
    <div className="s-field">
      <label htmlFor={id}>{label}</label>
      {around}
    </div>
  );
}
