import { useId } from "react";
import { optionType } from "../../../../stand-ins/discord/vocabulary.ts";
import { Icon } from "../../shared/icon.tsx";
import { readSandboxFiles } from "../../shared/read-file.ts";
import type { DiscordRoom } from "../discord-room.ts";
import type { CommandOption } from "../wire.ts";
import type { OptionEntry } from "./command-entry.ts";
import { OptionInput } from "./option-input.tsx";

export type OptionPillProps = {
  command: string;
  option: CommandOption;
  room: DiscordRoom;
  entry: OptionEntry;
  onEnter: (entry: OptionEntry) => void;
  /** A value was taken from a list; the next one can be typed. */
  onDone: () => void;
  onRemove: () => void;
};

/** One option that has been added to the command. */
export function OptionPill(props: OptionPillProps) {
  const { option, onRemove } = props;
  const id = useId();
  return (
    <span className="d-pill">
      <label htmlFor={id}>{option.name}</label>
      {option.type === optionType.attachment ? (
        <FileInput {...props} id={id} />
      ) : (
        <OptionInput {...props} id={id} />
      )}
      <button type="button" className="d-pill-remove" aria-label={`Remove ${option.name}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}

function FileInput({ id, option, onEnter, onDone }: OptionPillProps & { id: string }) {
  async function take(files: FileList | null): Promise<void> {
    const [file] = await readSandboxFiles(files);
    onEnter(file ? { text: file.name, picked: file } : { text: "" });
    onDone();
  }
  return (
    <input
      id={id}
      type="file"
      title={option.description}
      // biome-ignore lint/a11y/noAutofocus: the person has just added this option
      autoFocus
      onChange={({ target }) => void take(target.files)}
    />
  );
}
