import { useState } from "react";
import type { TavusPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";
import { PersonaEditor } from "./persona-editor.tsx";
import { readPrompt } from "./record-line.ts";

export type TavusPersona = TavusPicture["personas"][number];

type PersonaRowProps = { persona: TavusPersona; replicas: TavusPicture["replicas"]; isNew?: boolean };

type Mode = "shown" | "edited" | "aboutToGo";

/** One persona of the account. */
export function PersonaRow({ persona, replicas, isNew = false }: PersonaRowProps) {
  const { id, name, systemPrompt, replicaId, isStock, linkedTo } = persona;
  const [mode, setMode] = useState<Mode>("shown");
  const { prompt, recordId } = readPrompt(systemPrompt);
  const replica = replicas.find((each) => each.id === replicaId);
  if (mode === "edited")
    return (
      <li className="t-persona">
        <PersonaEditor persona={persona} onDone={() => setMode("shown")} />
      </li>
    );
  return (
    <li className="t-persona" data-new={isNew}>
      <div className="t-persona-head">
        <strong>{name}</strong>
        <code>{id}</code>
      </div>
      <p className="t-facts">
        {replica && <span>{replica.name}</span>}
        {!isStock && <span>{recordId ? "made by the bot" : "made in Tavus"}</span>}
        {linkedTo && (
          <span title="The bot's own record of it">
            linked to <code>{linkedTo}</code>
          </span>
        )}
      </p>
      <details>
        <summary>Prompt</summary>
        <p className="t-prompt">{prompt || "No prompt."}</p>
      </details>
      {!isStock && mode === "shown" && (
        <div className="t-row-buttons">
          <button type="button" aria-label={`Edit ${name}`} onClick={() => setMode("edited")}>
            Edit
          </button>
          <button type="button" aria-label={`Delete ${name}`} onClick={() => setMode("aboutToGo")}>
            Delete
          </button>
        </div>
      )}
      {mode === "aboutToGo" && <Removal id={id} name={name} onKeep={() => setMode("shown")} />}
    </li>
  );
}

function Removal({ id, name, onKeep }: { id: string; name: string; onKeep: () => void }) {
  const { attempt, isBusy, problem } = useAttempt();
  return (
    <div className="t-removal">
      <span>Delete “{name}” in Tavus?</span>
      <button
        type="button"
        className="t-danger"
        disabled={isBusy}
        onClick={() => void attempt({ kind: "tavus.remove", id })}
      >
        Delete
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone */}
      <button type="button" autoFocus onClick={onKeep}>
        Keep
      </button>
      <Problem text={problem} />
    </div>
  );
}
