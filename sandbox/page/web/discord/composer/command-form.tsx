import { type FormEvent, useRef, useState } from "react";
import { Icon } from "../../shared/icon.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import type { DiscordRoom } from "../discord-room.ts";
import type { CommandOption, DiscordCommand } from "../wire.ts";
import { type CommandEntries, checkEntries, type OptionEntry } from "./command-entry.ts";
import { OptionAdder } from "./option-adder.tsx";
import { OptionPill } from "./option-pill.tsx";

type CommandFormProps = { command: DiscordCommand; room: DiscordRoom; onLeave: () => void };

/** A command being filled in, option by option, as in Discord's own bar. */
export function CommandForm({ command, room, onLeave }: CommandFormProps) {
  const [names, setNames] = useState(() => required(command).map(({ name }) => name));
  const [entries, setEntries] = useState<CommandEntries>(() =>
    Object.fromEntries(names.map((name) => [name, { text: "" }])),
  );
  const { attempt, isBusy, problem, setProblem } = useAttempt();
  const adder = useRef<HTMLInputElement>(null);
  const filled = names.flatMap((name) => command.options.find((option) => option.name === name) ?? []);
  const left = command.options.filter(({ name }) => !names.includes(name));

  function enter(name: string, entry: OptionEntry): void {
    setEntries((before) => ({ ...before, [name]: entry }));
    setProblem(undefined);
  }

  function remove(name: string): void {
    setNames((before) => before.filter((each) => each !== name));
    setEntries(({ [name]: _, ...others }) => others);
    adder.current?.focus();
  }

  function add({ name }: CommandOption): void {
    setNames((before) => [...before, name]);
    enter(name, { text: "" });
  }

  async function send(): Promise<void> {
    const checked = checkEntries(command.options, entries, room.guild);
    if ("problem" in checked) return setProblem(checked.problem);
    const { userId, channelId } = room;
    const act = { kind: "discord.command", userId, channelId, name: command.name } as const;
    if (await attempt({ ...act, options: checked.values })) onLeave();
  }

  return (
    <form
      className="d-line d-command"
      aria-label={`/${command.name}`}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <Problem text={problem} />
      <span className="d-command-name">/{command.name}</span>
      {filled.map((option) => (
        <OptionPill
          key={option.name}
          command={command.name}
          option={option}
          room={room}
          entry={entries[option.name] ?? { text: "" }}
          onEnter={(entry) => enter(option.name, entry)}
          onDone={() => adder.current?.focus()}
          onRemove={() => remove(option.name)}
        />
      ))}
      <OptionAdder
        takesFocus={required(command).length === 0}
        inputRef={adder}
        left={left}
        onAdd={add}
        onBack={() => {
          const last = names.at(-1);
          if (last === undefined) onLeave();
          else remove(last);
        }}
        onLeave={onLeave}
      />
      <button type="submit" className="d-send" aria-label="Send command" disabled={isBusy}>
        <Icon name="send" />
      </button>
    </form>
  );
}

function required({ options }: DiscordCommand): CommandOption[] {
  return options.filter((option) => option.required);
}
