import { useState } from "react";
import { OptionList } from "../../shared/option-list.tsx";
import { useCombobox } from "../../shared/use-combobox.ts";
import { useViewSuggestions } from "./use-view-suggestions.ts";
import type { ViewInputProps } from "./view-props.ts";

/** A menu whose options the bot suggests for what is typed. */
export function ViewSearch({ element, block, viewId, id, describedBy, error, state, enter }: ViewInputProps) {
  const initial = state ? state.selected_option : element.initial_option;
  const [text, setText] = useState(initial?.text.text ?? "");
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { suggested, isAsking } = useViewSuggestions({
    viewId,
    blockId: block.block_id,
    typed,
    isWanted: isOpen && typed.length >= element.min_query_length,
  });
  const isMultiple = element.type.startsWith("multi_");
  const combobox = useCombobox({
    items: suggested,
    isOpen: isOpen && suggested.length > 0,
    startsAtFirst: typed !== "",
    onPick(option) {
      setText(option.text);
      setTyped("");
      setOpen(false);
      enter(block.block_id, isMultiple ? [option.value] : option.value);
    },
    onEscape: () => setOpen(false),
  });
  return (
    <div className="s-search">
      <input
        {...combobox.inputProps}
        id={id}
        type="text"
        autoComplete="off"
        placeholder={element.placeholder?.text ?? "Select an item"}
        aria-describedby={describedBy}
        aria-invalid={error !== undefined}
        value={text}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setText(target.value);
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
          options={suggested.map((option) => ({ key: option.value, title: option.text }))}
        />
      )}
      <p className="s-hint" role="status">
        {isOpen && !isAsking && typed !== "" && suggested.length === 0 ? "No result" : ""}
      </p>
    </div>
  );
}
