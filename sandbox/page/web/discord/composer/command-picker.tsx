import { type FormEvent, useEffect, useRef, useState } from "react";
import { OptionList } from "../../shared/option-list.tsx";
import { useCombobox } from "../../shared/use-combobox.ts";
import type { DiscordCommand } from "../wire.ts";

type CommandPickerProps = {
  commands: readonly DiscordCommand[];
  /** Whether the person was just in a command or in its form, and goes on typing here. */
  takesFocus: boolean;
  onChoose: (name: string) => void;
  /** It is no command: resolves to advice, "" once it is said. */
  onSay: (text: string) => Promise<string>;
};

/** Lists the commands as soon as "/" is typed. */
export function CommandPicker({ commands, takesFocus, onChoose, onSay }: CommandPickerProps) {
  const [text, setText] = useState("");
  const [isClosed, setClosed] = useState(false);
  const [advice, setAdvice] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Where the focus has gone elsewhere in the meantime, such as back to a button, it stays there.
    if (takesFocus && document.activeElement === document.body) input.current?.focus();
  }, [takesFocus]);
  const typed = text.slice(1).split(" ")[0]?.toLowerCase() ?? "";
  const found = text.startsWith("/") ? commands.filter(({ name }) => name.includes(typed)) : [];
  const combobox = useCombobox({
    items: found,
    isOpen: !isClosed && found.length > 0,
    startsAtFirst: true,
    onPick: ({ name }) => onChoose(name),
    onEscape: () => setClosed(true),
  });

  async function say(): Promise<void> {
    const said = await onSay(text);
    setAdvice(said);
    if (said === "") setText("");
  }

  function send(event: FormEvent): void {
    event.preventDefault();
    const exact = commands.find(({ name }) => name === typed);
    if (exact && text.startsWith("/")) onChoose(exact.name);
    else if (text.startsWith("/")) setAdvice(`There is no command ${text}.`);
    else if (text.trim() !== "") void say();
  }

  return (
    <form className="d-line" onSubmit={send}>
      {!isClosed && (
        <OptionList
          combobox={combobox}
          label="Commands"
          heading="PersonaForge"
          className="d-list"
          options={found.map(({ name, description }) => ({
            key: name,
            title: `/${name}`,
            detail: description,
          }))}
        />
      )}
      <input
        ref={input}
        {...combobox.inputProps}
        type="text"
        className="d-input"
        autoComplete="off"
        aria-label="Message, Discord. Type / for commands"
        placeholder="Type / for commands"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setClosed(false);
          setAdvice("");
          combobox.reset();
        }}
      />
      <p className="d-advice" role="status">
        {advice}
      </p>
    </form>
  );
}
