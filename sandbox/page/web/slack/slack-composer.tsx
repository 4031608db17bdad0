import { type FormEvent, useState } from "react";
import type { Act } from "../../protocol/act.ts";
import { Icon } from "../shared/icon.tsx";
import { OptionList } from "../shared/option-list.tsx";
import { Problem } from "../shared/problem.tsx";
import { useCombobox } from "../shared/use-combobox.ts";
import { useAttempt } from "../state/act-context.ts";
import type { SlackRoom } from "./slack-room.ts";

/** Where a person types a command and, after it, free text. */
export function SlackComposer({ room }: { room: SlackRoom }) {
  const { slack, userId, channelId } = room;
  const [typed, setTyped] = useState("");
  const [isClosed, setClosed] = useState(false);
  const { attempt, isBusy, problem, setProblem } = useAttempt();
  const found = slack.commands.filter(
    ({ command }) => typed !== "" && command.startsWith(typed.toLowerCase()),
  );
  const combobox = useCombobox({
    items: found,
    isOpen: !isClosed && found.length > 0,
    startsAtFirst: true,
    onPick({ command }) {
      setTyped(`${command} `);
      setClosed(true);
    },
    onEscape: () => setClosed(true),
  });

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const [, command = "", text = ""] = /^(\/\S+)\s*(.*)$/.exec(typed) ?? [];
    const act: Act = command
      ? { kind: "slack.command", userId, channelId, command, text: text.trim() }
      : { kind: "slack.say", userId, channelId, text: typed };
    if (await attempt(act))
      // What was typed meanwhile stays.
      setTyped((now) => (now === typed ? "" : now));
  }

  return (
    <form className="s-composer" onSubmit={(event) => void send(event)}>
      {!isClosed && (
        <OptionList
          combobox={combobox}
          label="Commands"
          heading="PersonaForge"
          className="s-list"
          options={found.map(({ command, description }) => ({
            key: command,
            title: command,
            detail: description,
          }))}
        />
      )}
      <Problem text={problem} />
      <div className="s-box">
        <input
          {...combobox.inputProps}
          type="text"
          autoComplete="off"
          aria-label="Message, Slack. Type / for commands"
          placeholder="Type / for commands"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setClosed(false);
            setProblem(undefined);
            combobox.reset();
          }}
        />
        <button type="submit" className="s-send" aria-label="Send" disabled={isBusy || typed === ""}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
