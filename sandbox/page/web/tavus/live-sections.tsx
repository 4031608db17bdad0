import type { TavusPicture } from "../../protocol/picture.ts";
import { OutsideCard } from "../live/outside-card.tsx";
import { RoomCard } from "../live/room-card.tsx";
import { VideoCard } from "../live/video-card.tsx";

/** The account's calls, videos and links outside; nothing where there never was any. */
export function LiveSections({ tavus: { rooms, videos, outside } }: { tavus: TavusPicture }) {
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
      {outside.length > 0 && (
        <section className="t-lives" aria-labelledby="t-outside">
          <div className="t-bar">
            <h4 id="t-outside">
              Links outside <span className="t-count">{outside.filter(({ isOpen }) => isOpen).length}</span>
            </h4>
          </div>
          <ul aria-label="Links outside in Tavus">
            {outside.map((page) => (
              <OutsideCard key={page.id} page={page} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
