import { type FormEvent, useId, useState } from "react";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";
import type { TavusPersona } from "./persona-row.tsx";

type PersonaEditorProps = {
  /** The one to change; none to add one. */
  persona?: TavusPersona;
  onDone: () => void;
};

/** Adds or changes a persona right in Tavus, behind the bot's back. */
export function PersonaEditor({ persona, onDone }: PersonaEditorProps) {
  const [name, setName] = useState(persona?.name ?? "");
  const [systemPrompt, setSystemPrompt] = useState(persona?.systemPrompt ?? "");
  const { attempt, isBusy, problem } = useAttempt();
  const id = useId();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const values = { name, systemPrompt };
    const act = persona
      ? ({ kind: "tavus.change", id: persona.id, ...values } as const)
      : ({ kind: "tavus.add", ...values } as const);
    if (await attempt(act)) onDone();
  }

  return (
    <form className="t-editor" onSubmit={(event) => void save(event)}>
      <label htmlFor={`${id}-name`}>Persona name</label>
      <input
        id={`${id}-name`}
        type="text"
        required
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this form
        autoFocus
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <label htmlFor={`${id}-prompt`}>System prompt</label>
      <textarea
        id={`${id}-prompt`}
        rows={4}
        required
        value={systemPrompt}
        onChange={({ target }) => setSystemPrompt(target.value)}
      />
      <Problem text={problem} />
      <div className="t-row-buttons">
        <button type="submit" className="t-primary" disabled={isBusy}>
          {persona ? "Save" : "Add to Tavus"}
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
