import { useRef, useState } from "react";
import { Icon } from "../../shared/icon.tsx";
import { OptionList } from "../../shared/option-list.tsx";
import { useCombobox } from "../../shared/use-combobox.ts";
import { chosenIn } from "../message/chosen-in.ts";
import { fieldOptions } from "../message/field-options.ts";
import type { ViewInputProps } from "./view-props.ts";

/** Several people or channels: those chosen stand above an input that finds more. */
export function ViewMany({ element, block, id, describedBy, error, state, slack, enter }: ViewInputProps) {
  const [chosen, setChosen] = useState(() => chosenIn(element, state));
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const everything = fieldOptions(element, slack);
  const nameOf = (value: string) => everything.find((option) => option.value === value)?.text.text ?? value;
  const isFull = chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY);
  const found = everything.filter(
    ({ value, text }) => !chosen.includes(value) && text.text.toLowerCase().includes(typed.toLowerCase()),
  );
  const items = isFull ? [] : found;

  function choose(next: string[]): void {
    setChosen(next);
    enter(block.block_id, next);
  }

  const combobox = useCombobox({
    items,
    isOpen,
    startsAtFirst: typed !== "",
    onPick({ value }) {
      setTyped("");
      choose([...chosen, value]);
    },
    onEscape: () => setOpen(false),
  });
  return (
    <div className="s-search">
      {chosen.length > 0 && (
        <ul className="s-chosen" aria-label={`Chosen: ${block.label?.text ?? "items"}`}>
          {chosen.map((value) => (
            <li key={value}>
              {nameOf(value)}
              <button
                type="button"
                aria-label={`Remove ${nameOf(value)}`}
                onClick={() => {
                  choose(chosen.filter((each) => each !== value));
                  input.current?.focus();
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        {...combobox.inputProps}
        ref={input}
        id={id}
        type="text"
        autoComplete="off"
        placeholder={element.placeholder?.text ?? "Select items"}
        aria-describedby={describedBy}
        aria-invalid={error !== undefined}
        value={typed}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setTyped(target.value);
          setOpen(true);
          combobox.reset();
        }}
      />
      {isOpen && (
        <OptionList
          combobox={combobox}
          label={block.label?.text ?? "Options"}
          className="s-menu"
          options={items.map(({ value, text }) => ({ key: value, title: text.text }))}
        />
      )}
      <p className="s-hint" role="status">
        {isFull ? `No more than ${element.max_selected_items} fit.` : ""}
        {isOpen && !isFull && typed !== "" && items.length === 0 ? "No result" : ""}
      </p>
    </div>
  );
}
