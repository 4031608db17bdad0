import type { FleetPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useRemembered } from "../shared/use-remembered.ts";
import { useAttempt } from "../state/act-context.ts";
import { ProcessCard } from "./process-card.tsx";

const ways: Readonly<Record<FleetPicture["discord"], string>> = {
  gateway: "Discord reaches them over two shards, Slack through a balancer.",
  http: "Discord and Slack reach them through a balancer.",
};

/** The processes that are the bot, with the means to end them and to replace them. */
export function FleetPanel({ fleet }: { fleet: FleetPicture }) {
  const [shown, setShown] = useRemembered("fleet", matchMedia("(min-width: 1081px)").matches ? "on" : "off");
  const { attempt, problem } = useAttempt();
  const { processes, isRolling, missingShards } = fleet;
  const running = processes.filter(({ state }) => state === "running").length;
  return (
    <section className="fleet" aria-labelledby="fleet-title">
      <div className="fleet-head">
        <button
          type="button"
          className="strip-bar"
          aria-expanded={shown === "on"}
          onClick={() => setShown(shown === "on" ? "off" : "on")}
        >
          <span id="fleet-title" className="strip-title">
            Processes
          </span>
          <span className="strip-sum">
            {running} of {processes.length} running
          </span>
          <span className="fleet-way">{ways[fleet.discord]}</span>
        </button>
        <button
          type="button"
          className="top-button"
          aria-disabled={isRolling}
          onClick={() => !isRolling && void attempt({ kind: "fleet.roll" })}
        >
          {isRolling ? "Rolling…" : "Roll"}
        </button>
      </div>
      <p role="status" className="visually-hidden">
        {running} of {processes.length} processes are running
      </p>
      {missingShards.length > 0 && (
        <p className="fleet-missing" role="status">
          {missingWords(missingShards)}
        </p>
      )}
      <Problem text={problem} />
      {shown === "on" && (
        <ul className="fleet-cards" aria-label="Processes">
          {processes.map((process) => (
            <ProcessCard key={process.name} process={process} />
          ))}
        </ul>
      )}
    </section>
  );
}

function missingWords(shards: readonly string[]): string {
  const [what, whose, it] =
    shards.length === 1 ? ["shard", "its server gets", "it"] : ["shards", "their servers get", "them"];
  return `Nobody holds Discord's ${what} ${shards.join(" and ")} for now: ${whose} no answer until a process has taken ${it} over, about 20 seconds after a kill.`;
}
