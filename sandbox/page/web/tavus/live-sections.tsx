import type { TavusPicture } from "../../protocol.ts";
import { RoomCard } from "../live/room-card.tsx";
import { VideoCard } from "../live/video-card.tsx";

/** The account's calls and videos; nothing where there never was any. */
export function LiveSections({ tavus: { rooms, videos } }: { tavus: TavusPicture }) {
  const open = rooms.filter(({ end }) => !end);
  return (
    <>
      {rooms.length > 0 && (
        <section className="t-lives" aria-labelledby="t-rooms">
          <div className="t-bar">
            <h4 id="t-rooms">
              Calls <span className="t-count">{open.length}</span>
            </h4>
          </div>
          <ul aria-label="Calls in Tavus">
            {rooms.map((room) => (
              <RoomCard key={room.id} room={room} />
            ))}
          </ul>
        </section>
      )}
      {videos.length > 0 && (
        <section className="t-lives" aria-labelledby="t-videos">
          <div className="t-bar">
            <h4 id="t-videos">
              Videos <span className="t-count">{videos.length}</span>
            </h4>
          </div>
          <ul aria-label="Videos in Tavus">
            {videos.map((video) => (
              <VideoCard key={video.id} video={video} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
