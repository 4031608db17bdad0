import type { SlackPicture } from "../../../protocol/picture.ts";
import { Icon } from "../../shared/icon.tsx";
import type { SlackElement } from "../wire.ts";
import { fieldOptions } from "./field-options.ts";

export type PressSlack = (actionId: string, values?: string[]) => Promise<unknown>;

export type BlockElementProps = { element: SlackElement; slack: SlackPicture; press: PressSlack };

/** A button or a menu of a message. */
export function BlockElement({ element, slack, press }: BlockElementProps) {
  const { type, action_id: actionId = "", placeholder, style = "default", url } = element;
  const words = typeof element.text === "string" ? element.text : (element.text?.text ?? "");
  if (type === "button" && url)
    return (
      <a
        className={`s-button s-${style}`}
        href={url}
        target="_blank"
        rel="noreferrer"
        onClick={() => void press(actionId)}
      >
        {words} <Icon name="link" />
      </a>
    );
  if (type === "button")
    return (
      <button type="button" className={`s-button s-${style}`} onClick={() => void press(actionId)}>
        {words}
      </button>
    );
  const label = placeholder?.text ?? "Choose an option";
  return (
    <select
      className="s-select"
      aria-label={label}
      value={element.initial_option?.value ?? ""}
      onChange={({ target }) => void press(actionId, [target.value])}
    >
      <option value="" disabled>
        {label}
      </option>
      {fieldOptions(element, slack).map(({ value, text }) => (
        <option key={value} value={value}>
          {text.text}
        </option>
      ))}
    </select>
  );
}
