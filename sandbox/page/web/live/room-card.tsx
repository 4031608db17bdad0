import type { RoomPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";
import { endWords } from "./end-words.ts";
import { Face } from "./face.tsx";
import { clock, useNow } from "./use-now.ts";

/** A call as its small picture, with what can be done to it. */
export function RoomCard({ room }: { room: RoomPicture }) {
  const now = useNow(!room.end);
  const { persona, people, isText, face, createdAt, endsAt, end, link } = room;
  return (
    <li className="t-room" data-ended={end !== undefined}>
      <div className="t-room-picture">
        <Face link={face} />
        <span className="t-room-clock">{clock((end?.at ?? now) - createdAt)}</span>
        <strong>{persona}</strong>
      </div>
      <p className="t-facts">
        {end ? `Ended: ${endWords(end.reason)}` : whoIsIn(people, isText)}
        {!end && <span>ends by itself in {clock(endsAt - now)}</span>}
      </p>
      {!end && (
        <div className="t-row-buttons">
          {!isText && (
            <a className="t-button" href={link}>
              Join
            </a>
          )}
          <RoomButtons room={room} />
        </div>
      )}
    </li>
  );
}

function whoIsIn(people: readonly string[], isText: boolean): string {
  if (isText) return "By text";
  return people.length === 0
    ? "Nobody is in yet"
    : `${people.join(", ")} ${people.length > 1 ? "are" : "is"} in`;
}

function RoomButtons({ room: { id, people, persona } }: { room: RoomPicture }) {
  const { attempt, isBusy, problem } = useAttempt();
  return (
    <>
      {people.map((person) => (
        <button
          key={person}
          type="button"
          disabled={isBusy}
          onClick={() => void attempt({ kind: "tavus.leave", id, person })}
        >
          {person} leaves
        </button>
      ))}
      <button
        type="button"
        disabled={isBusy}
        aria-label={`Let the call with ${persona} run out`}
        onClick={() => void attempt({ kind: "tavus.runOut", id })}
      >
        Let it run out
      </button>
      <Problem text={problem} />
    </>
  );
}
