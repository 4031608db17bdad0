import { useId, useState } from "react";
import type { TavusPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";
import { type FaultChoice, faultChoices } from "./faults.ts";

/** Breaks Tavus in one way at a time, and says what to try then. */
export function FaultSwitches({ fault }: { fault: TavusPicture["fault"] }) {
  const { attempt, problem } = useAttempt();
  const name = useId();
  // What was just chosen stands at once; the picture follows.
  const [wanted, setWanted] = useState<FaultChoice>();
  const chosen = wanted ?? faultChoices.find((choice) => choice.fault === fault);

  async function choose(choice: FaultChoice): Promise<void> {
    setWanted(choice);
    await attempt({ kind: "tavus.fault", ...(choice.fault && { fault: choice.fault }) });
    setWanted(undefined);
  }

  return (
    <fieldset className="t-faults">
      <legend>How is Tavus today?</legend>
      <div className="t-choices">
        {faultChoices.map((choice) => (
          <label key={choice.name}>
            <input
              type="radio"
              name={name}
              checked={choice === chosen}
              aria-describedby={`${name}-${choice.name.replaceAll(" ", "")}`}
              onChange={() => void choose(choice)}
            />
            <span>{choice.name}</span>
            <span hidden id={`${name}-${choice.name.replaceAll(" ", "")}`}>
              {choice.tryNext}
            </span>
          </label>
        ))}
      </div>
      <p className="t-try" role="status">
        {chosen && (
          <>
            <b>Try this:</b> {chosen.tryNext}
          </>
        )}
      </p>
      <Problem text={problem} />
    </fieldset>
  );
}
