import { type FormEvent, useEffect, useRef, useState } from "react";
import type { RoomPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAct, useAttempt } from "../state/act-context.ts";
import { endWords } from "./end-words.ts";
import { Face } from "./face.tsx";
import type { LiveLink } from "./live-link.ts";
import { clock, useNow } from "./use-now.ts";

type CallScreenProps = { link: LiveLink; person: string; rooms: readonly RoomPicture[]; onClose: () => void };

/** A call as who follows its link sees it: opening it is coming in, closing it is leaving. */
export function CallScreen({ link, person, rooms, onClose }: CallScreenProps) {
  const problem = useStay(link, person);
  const room = rooms.find(({ id }) => id === link.id);
  const now = useNow(room !== undefined && !room.end);
  const isIn = room?.people.includes(person) ?? false;
  return (
    <div className="live" data-ended={room?.end !== undefined}>
      <header>
        <h2 id="live-title">{room ? `Call with ${room.persona}` : "A call"}</h2>
        {room && <span className="live-clock">{clock((room.end?.at ?? now) - room.createdAt)}</span>}
      </header>
      {room && <Face link={room.face} isSpeaking={isIn} />}
      <p className="live-words" role="status">
        {room?.end ? `The call has ended: ${endWords(room.end.reason)}.` : isIn && lastWords(room)}
      </p>
      <Problem text={problem} />
      {isIn && <SayForm id={link.id} />}
      <div className="live-buttons">
        {isIn ? (
          <button type="button" className="live-leave" onClick={onClose}>
            Leave
          </button>
        ) : (
          <button type="button" onClick={onClose}>
            Close
          </button>
        )}
      </div>
    </div>
  );
}

/** In the call as long as the screen is open. Why not, where one cannot come in. */
function useStay({ id, href }: LiveLink, person: string): string | undefined {
  const act = useAct();
  const [problem, setProblem] = useState<string>();
  const isAsked = useRef(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const leave = () => void act({ kind: "tavus.leave", id, person }).catch(() => undefined);
    clearTimeout(leaving.current);
    if (!isAsked.current) {
      isAsked.current = true;
      act({ kind: "tavus.join", link: href, person }).catch((error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      });
    }
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      // React may take a screen away and put it back at once: nobody has left then.
      leaving.current = setTimeout(leave);
    };
  }, [act, id, href, person]);
  return problem;
}

function lastWords(room: RoomPicture | undefined): string {
  const last = room?.said.at(-1);
  return last ? `“${last.text}”` : "";
}

function SayForm({ id }: { id: string }) {
  const [text, setText] = useState("");
  const { attempt, problem } = useAttempt();
  async function say(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (await attempt({ kind: "tavus.say", id, text })) setText("");
  }
  return (
    <form className="live-say" onSubmit={(event) => void say(event)}>
      <input
        type="text"
        aria-label="Say something"
        placeholder="Say something"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit">Say it</button>
      <Problem text={problem} />
    </form>
  );
}
