import { useRef, useState } from "react";
import type { TavusPicture } from "../../protocol/picture.ts";
import { Icon } from "../shared/icon.tsx";
import { FaultSwitches } from "./fault-switches.tsx";
import { LiveSections } from "./live-sections.tsx";
import { PersonaEditor } from "./persona-editor.tsx";
import { PersonaRow } from "./persona-row.tsx";

/** The Tavus account, as a colleague with access to it sees it. */
export function TavusColumn({ tavus }: { tavus: TavusPicture }) {
  const [isAdding, setAdding] = useState(false);
  // Personas that come while the page is open are pointed out for a moment.
  const first = useRef(new Set(tavus.personas.map(({ id }) => id)));
  const own = tavus.personas.filter(({ isStock }) => !isStock);
  const stock = tavus.personas.filter(({ isStock }) => isStock);
  return (
    <div className="tavus">
      <header className="t-header">
        <span className="t-logo" aria-hidden="true" />
        <h3>Tavus account</h3>
        <span className="t-state">{tavus.fault ? "in trouble" : "all well"}</span>
      </header>
      <div className="t-scroll" tabIndex={0} role="region" aria-label="Tavus account">
        <LiveSections tavus={tavus} />
        <FaultSwitches fault={tavus.fault} />
        <section className="t-personas" aria-labelledby="t-personas">
          <div className="t-bar">
            <h4 id="t-personas">
              Personas <span className="t-count">{own.length}</span>
            </h4>
            {!isAdding && (
              <button type="button" className="t-button" onClick={() => setAdding(true)}>
                <Icon name="plus" /> Add
              </button>
            )}
          </div>
          {isAdding && <PersonaEditor onDone={() => setAdding(false)} />}
          {own.length === 0 && (
            <p className="t-empty">No personas yet. Create one in chat, or add one here.</p>
          )}
          <ul aria-label="Personas in Tavus">
            {own.map((persona) => (
              <PersonaRow
                key={persona.id}
                persona={persona}
                replicas={tavus.replicas}
                isNew={!first.current.has(persona.id)}
              />
            ))}
          </ul>
          {stock.length > 0 && (
            <details className="t-stock">
              <summary>{stock.length} from Tavus itself</summary>
              <ul aria-label="Stock personas">
                {stock.map((persona) => (
                  <PersonaRow key={persona.id} persona={persona} replicas={tavus.replicas} />
                ))}
              </ul>
            </details>
          )}
        </section>
      </div>
    </div>
  );
}
