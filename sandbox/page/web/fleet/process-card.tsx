import { useState } from "react";
import type { ProcessPicture } from "../../protocol/picture.ts";
import { clock, useNow } from "../live/use-now.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";

const upStates: readonly ProcessPicture["state"][] = ["starting", "running", "stopping"];

/** One process: how it is, what is its own, and what it wrote last. */
export function ProcessCard({ process }: { process: ProcessPicture }) {
  const { name, state, lastLines } = process;
  const { attempt, problem } = useAttempt();
  const [isOpen, setOpen] = useState(false);
  const isUp = upStates.includes(state);
  const now = useNow(isUp);
  const kind = isUp ? "fleet.kill" : "fleet.start";
  return (
    <li className="fleet-card" data-state={state} aria-label={name}>
      <div className="fleet-line">
        <span className="bot-state" data-state={state}>
          {name} is {state}
        </span>
        {/* One button for both, so that it keeps the keyboard's place. */}
        <button
          type="button"
          className="top-button"
          aria-label={`${isUp ? "Kill" : "Start"} ${name}`}
          onClick={() => void attempt({ kind, name })}
        >
          {isUp ? "Kill" : "Start"}
        </button>
      </div>
      <p className="fleet-facts">{factsOf(process, now).join(" · ")}</p>
      <Problem text={problem} />
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Last lines</summary>
        {isOpen && <pre tabIndex={0}>{lastLines.join("\n") || "Nothing yet."}</pre>}
      </details>
    </li>
  );
}

function factsOf({ state, startedAt, shards, isInTurn, requests }: ProcessPicture, now: number): string[] {
  const held = shards.length === 1 ? `shard ${shards[0]}` : `shards ${shards.join(" and ")}`;
  const counted = `${requests} ${requests === 1 ? "request" : "requests"}`;
  return [
    ...(upStates.includes(state) ? [`up ${clock(now - startedAt)}`] : []),
    ...(shards.length > 0 ? [held] : []),
    `${counted} over HTTP`,
    ...(state === "running" && !isInTurn ? ["not in turn"] : []),
  ];
}
