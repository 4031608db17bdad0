import type { OutsidePicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";

/** A page on which people outside talk to a persona, and a call of one of them. */
export function OutsideCard({ page: { id, name, isOpen, hasPassword, calls } }: { page: OutsidePicture }) {
  const { attempt, isBusy, problem } = useAttempt();
  return (
    <li className="t-persona">
      <div className="t-persona-head">
        <strong>{name}</strong>
        <span className="t-facts">{isOpen ? "open" : "switched off"}</span>
      </div>
      <p className="t-facts">
        <span>{hasPassword ? "asks for its password" : "asks for no password"}</span>
        <span>{calls === 1 ? "1 call" : `${calls} calls`}</span>
      </p>
      {isOpen && (
        <div className="t-row-buttons">
          <button
            type="button"
            className="t-primary"
            disabled={isBusy}
            aria-label={`Call from outside, by ${name}`}
            onClick={() => void attempt({ kind: "tavus.callFromOutside", id })}
          >
            Call from outside
          </button>
          <Problem text={problem} />
        </div>
      )}
    </li>
  );
}
