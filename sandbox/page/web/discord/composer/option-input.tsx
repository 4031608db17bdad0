import { type KeyboardEvent, useState } from "react";
import { OptionList } from "../../shared/option-list.tsx";
import { useCombobox } from "../../shared/use-combobox.ts";
import { choicesOf, type OptionChoice } from "./command-entry.ts";
import type { OptionPillProps } from "./option-pill.tsx";
import { useSuggestions } from "./use-suggestions.ts";

/** The text of one option, with a list under it where the option or the bot has something to offer. */
export function OptionInput(props: OptionPillProps & { id: string }) {
  const { id, command, option, room, entry, onEnter, onDone, onRemove } = props;
  const [isOpen, setOpen] = useState(true);
  const suggested = useSuggestions({ command, option, room, typed: entry.text, isWanted: isOpen });
  const choices = choicesOf(option, room.guild);
  const isPicked = entry.picked !== undefined;
  const offered = choices ? choices.filter(({ name }) => isPicked || contains(name, entry.text)) : suggested;
  const combobox = useCombobox<OptionChoice>({
    items: offered,
    isOpen: isOpen && offered.length > 0,
    startsAtFirst: choices !== undefined,
    onPick({ name, value }) {
      onEnter({ text: name, picked: value });
      setOpen(false);
      onDone();
    },
    onEscape: () => setOpen(false),
  });

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Backspace" && entry.text === "") {
      event.preventDefault();
      onRemove();
    } else combobox.inputProps.onKeyDown?.(event);
  }

  return (
    <>
      {isOpen && (
        <OptionList
          combobox={combobox}
          label={option.name}
          heading={option.description}
          className="d-list"
          options={offered.map(({ name, value }) => ({ key: String(value), title: name }))}
        />
      )}
      <input
        id={id}
        {...combobox.inputProps}
        onKeyDown={onKeyDown}
        type="text"
        autoComplete="off"
        title={option.description}
        maxLength={option.max_length ?? undefined}
        size={Math.min(Math.max(entry.text.length, 6), 24)}
        // biome-ignore lint/a11y/noAutofocus: the person has just added this option
        autoFocus
        value={entry.text}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setOpen(true);
          combobox.reset();
          onEnter({ text: target.value });
        }}
      />
    </>
  );
}

function contains(name: string, typed: string): boolean {
  return name.toLowerCase().includes(typed.toLowerCase());
}
