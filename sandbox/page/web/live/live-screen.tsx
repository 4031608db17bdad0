import type { TavusPicture } from "../../protocol/picture.ts";
import { Dialog } from "../shared/dialog.tsx";
import { CallScreen } from "./call-screen.tsx";
import type { LiveLink } from "./live-link.ts";
import { VideoScreen } from "./video-screen.tsx";

type LiveScreenProps = { link: LiveLink; person: string; tavus: TavusPicture; onClose: () => void };

/** What the link of a call or a video leads to. */
export function LiveScreen({ link, person, tavus, onClose }: LiveScreenProps) {
  return link.kind === "room" ? (
    <CallScreen link={link} person={person} rooms={tavus.rooms} onClose={onClose} />
  ) : (
    <VideoScreen link={link} videos={tavus.videos} onClose={onClose} />
  );
}

/** The same over the page. */
export function LiveDialog(props: LiveScreenProps) {
  return (
    <Dialog labelledBy="live-title" className="live-dialog" onClose={props.onClose}>
      <LiveScreen {...props} />
    </Dialog>
  );
}
