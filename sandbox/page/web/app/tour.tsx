import { useEffect, useRef, useState } from "react";
import type { Picture } from "../../protocol/picture.ts";
import { Icon } from "../shared/icon.tsx";
import { useRemembered } from "../shared/use-remembered.ts";
import { type ColumnName, columns } from "./columns.ts";
import { tourSteps } from "./tour-steps.ts";

type TourProps = {
  picture: Picture;
  onEnd: () => void;
  /** Which column the step is about. */
  onPlace: (place: ColumnName | undefined) => void;
  /** Opens a column where they are tabs. */
  onShow: (place: ColumnName) => void;
};

/** Leads through a create, a failure and a retry, and goes on by itself when something was done. */
export function Tour({ picture, onEnd, onPlace, onShow }: TourProps) {
  const [reached, setReached] = useRemembered("tour.step", "0");
  const [begin, setBegin] = useState(picture);
  const steps = tourSteps.filter(({ isOffered }) => isOffered?.(picture) ?? true);
  const index = Number(reached);
  const step = steps[index];
  const latest = useRef(picture);
  latest.current = picture;

  useEffect(() => onPlace(step?.place), [step?.place, onPlace]);
  const isDone = step?.isDone(picture, begin) ?? false;
  useEffect(() => {
    if (!isDone) return;
    setBegin(latest.current);
    setReached(String(index + 1));
  }, [isDone, index, setReached]);

  function end(): void {
    setReached("0");
    onEnd();
  }

  return (
    <aside className="tour" aria-label="Guided tour">
      <ol className="tour-dots" aria-hidden="true">
        {steps.map(({ title }, each) => (
          <li key={title} data-done={each < index} data-now={each === index}>
            {each < index ? <Icon name="check" /> : each + 1}
          </li>
        ))}
      </ol>
      <div className="tour-words" role="status">
        <strong>{step ? `${index + 1} of ${steps.length}: ${step.title}` : "That is the whole loop"}</strong>
        <span>
          {step?.text ??
            "Saved first, never doubled, never silent. Try the other switches, or open the steps at the bottom."}
        </span>
      </div>
      {step && (
        <button type="button" className="tour-show" onClick={() => onShow(step.place)}>
          Show {columns[step.place]}
        </button>
      )}
      <button type="button" className="tour-end" onClick={end}>
        {step ? "Skip the tour" : "Close"}
      </button>
    </aside>
  );
}
