import type { VideoPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";

const states: Record<VideoPicture["status"], string> = {
  queued: "waits",
  generating: "is being made",
  ready: "ready",
  error: "failed",
  deleted: "deleted",
};

/** A video, how far it is, and what can be done to it. */
export function VideoCard({ video }: { video: VideoPicture }) {
  const { name, face, status, progress, details, link, words } = video;
  const isUnderWay = status === "queued" || status === "generating";
  return (
    <li className="t-persona">
      <div className="t-persona-head">
        <strong>{name}</strong>
        <span className="t-facts">{states[status]}</span>
      </div>
      <p className="t-facts">
        <span>{face}</span>
        <span className="t-words">{details || words}</span>
      </p>
      {isUnderWay && <progress aria-label={`How far ${name} is`} max={100} value={progress} />}
      <div className="t-row-buttons">
        {isUnderWay && <VideoButtons video={video} />}
        {status === "ready" && (
          <a className="t-button" href={link}>
            Watch
          </a>
        )}
      </div>
    </li>
  );
}

function VideoButtons({ video: { id, name } }: { video: VideoPicture }) {
  const { attempt, isBusy, problem } = useAttempt();
  return (
    <>
      <button
        type="button"
        className="t-primary"
        disabled={isBusy}
        aria-label={`Make ${name} ready`}
        onClick={() => void attempt({ kind: "tavus.finishVideo", id })}
      >
        Make it ready
      </button>
      <button
        type="button"
        disabled={isBusy}
        aria-label={`Let ${name} fail`}
        onClick={() => void attempt({ kind: "tavus.failVideo", id })}
      >
        Let it fail
      </button>
      <Problem text={problem} />
    </>
  );
}
