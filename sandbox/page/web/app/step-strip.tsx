import { useState } from "react";
import type { Step, StepEnd } from "../../protocol/picture.ts";
import { useRemembered } from "../shared/use-remembered.ts";

/** What went over the wire since the last thing a person did. */
export function StepStrip({ steps }: { steps: readonly Step[] }) {
  const [shown, setShown] = useRemembered("steps", matchMedia("(min-width: 1081px)").matches ? "on" : "off");
  const last = steps.at(-1);
  return (
    <section className="strip" aria-labelledby="strip-title">
      <button
        type="button"
        className="strip-bar"
        aria-expanded={shown === "on"}
        onClick={() => setShown(shown === "on" ? "off" : "on")}
      >
        <span id="strip-title" className="strip-title">
          What just happened
        </span>
        <span className="strip-sum">
          {last
            ? `${steps.length} ${steps.length === 1 ? "step" : "steps"} in ${last.atMs.toLocaleString()} ms`
            : "Nothing yet"}
        </span>
      </button>
      {shown === "on" && (
        <ol className="strip-steps" tabIndex={0} aria-label="Steps">
          {steps.length === 0 && (
            <li className="strip-none">
              Run a command: every step on the wire appears here, with what was sent.
            </li>
          )}
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are added at the end, but for one that was heard of a little late
            <StepRow key={index} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepRow({ step }: { step: Step }) {
  const { atMs, from, to, title, payload } = step;
  const [isOpen, setOpen] = useState(false);
  const line = (
    <>
      <span className="step-time">+{atMs.toLocaleString()} ms</span>
      <span className="step-way">
        <span className="step-end" data-end={from}>
          {endName(step, from)}
        </span>
        <span className="step-arrow"> to </span>
        <span className="step-end" data-end={to}>
          {endName(step, to)}
        </span>
      </span>
      <span className="step-title">{title}</span>
    </>
  );
  if (payload === undefined) return <li className="step step-plain">{line}</li>;
  return (
    <li className="step">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{line}</summary>
        {isOpen && <pre tabIndex={0}>{JSON.stringify(payload, null, 2)}</pre>}
      </details>
    </li>
  );
}

/** Which of several processes the bot was. */
function endName({ process }: Step, end: StepEnd): string {
  return end === "bot" ? (process ?? end) : end;
}
