import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { OptionList } from "../../shared/option-list.tsx";
import { useCombobox } from "../../shared/use-combobox.ts";
import type { CommandOption } from "../wire.ts";

type OptionAdderProps = {
  /** Whether nothing else in the command asks for the focus first. */
  takesFocus: boolean;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Options that have not been added yet. */
  left: readonly CommandOption[];
  onAdd: (option: CommandOption) => void;
  /** Backspace at the very beginning. */
  onBack: () => void;
  onLeave: () => void;
};

/** The end of the command: lists what can still be added. Enter sends unless an option was reached with the arrows. */
export function OptionAdder({ takesFocus, inputRef, left, onAdd, onBack, onLeave }: OptionAdderProps) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(true);
  const found = left.filter(({ name }) => name.startsWith(typed.trim().toLowerCase()));
  const combobox = useCombobox({
    items: found,
    isOpen: isOpen && found.length > 0,
    startsAtFirst: typed !== "",
    onPick(option) {
      setTyped("");
      onAdd(option);
    },
    onEscape: () => setOpen(false),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the command has just been chosen
  useEffect(() => {
    if (takesFocus) inputRef.current?.focus();
  }, []);

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const isListed = isOpen && found.length > 0;
    if (event.key === "Backspace" && typed === "") onBack();
    else if (event.key === "Escape" && !isListed) onLeave();
    else combobox.inputProps.onKeyDown?.(event);
  }

  return (
    <>
      {isOpen && (
        <OptionList
          combobox={combobox}
          label="Options"
          heading="Options: ↓ to choose one, Enter to send"
          className="d-list"
          options={found.map(({ name, description, required }) => ({
            key: name,
            title: name,
            detail: description,
            aside: required ? "required" : undefined,
          }))}
        />
      )}
      <input
        ref={inputRef}
        {...combobox.inputProps}
        onKeyDown={onKeyDown}
        type="text"
        className="d-adder"
        autoComplete="off"
        aria-label="Add an option, or press Enter to send the command"
        placeholder={left.length > 0 ? `+${left.length} optional` : ""}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setTyped(target.value);
          setOpen(true);
          combobox.reset();
        }}
      />
    </>
  );
}
