import { useEffect, useState } from "react";
import type { VideoPicture } from "../../protocol/picture.ts";
import { Face } from "./face.tsx";
import type { LiveLink } from "./live-link.ts";

/** How long each word stays. */
const wordMs = 320;

type VideoScreenProps = { link: LiveLink; videos: readonly VideoPicture[]; onClose: () => void };

/** A video as a player shows it: the face, and the script word by word. */
export function VideoScreen({ link, videos, onClose }: VideoScreenProps) {
  const video = videos.find(({ id }) => id === link.id);
  return (
    <div className="live">
      <header>
        <h2 id="live-title">{video?.name ?? "A video"}</h2>
      </header>
      {video?.status === "ready" ? (
        <Player video={video} />
      ) : (
        <p className="live-words" role="status">
          {whyNot(video)}
        </p>
      )}
      <div className="live-buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}

function whyNot(video: VideoPicture | undefined): string {
  if (!video || video.status === "deleted") return "There is no video here any more.";
  return video.status === "error" ? `This video failed: ${video.details}` : "This video is still being made.";
}

function Player({ video: { id, words } }: { video: VideoPicture }) {
  const all = words.split(/\s+/);
  const [said, setSaid] = useState(0);
  const [isPlaying, setPlaying] = useState(true);
  const isOver = said >= all.length;
  useEffect(() => {
    if (!isPlaying || isOver) return;
    const timer = setTimeout(() => setSaid(said + 1), wordMs);
    return () => clearTimeout(timer);
  }, [isPlaying, isOver, said]);

  function press(): void {
    if (isOver) setSaid(0);
    setPlaying(isOver || !isPlaying);
  }

  return (
    <>
      <Face link={`/video/${id}/still.jpg`} isSpeaking={isPlaying && !isOver} />
      <p className="live-words">{all.slice(Math.max(0, said - 14), said).join(" ")}</p>
      <progress aria-label="How much was played" max={all.length} value={said} />
      <div className="live-buttons">
        <button type="button" onClick={press}>
          {isOver ? "Play again" : isPlaying ? "Pause" : "Play"}
        </button>
      </div>
    </>
  );
}
