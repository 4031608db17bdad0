import { createHash } from "node:crypto";
import type { Account } from "../../stand-ins/tavus/account.ts";
import type { Answer } from "./web-server.ts";

/** Where rooms, videos and faces are found on the page's server. */
export const pretendPaths = ["/room", "/video", "/face"] as const;

const pretended = /^\/(room|video|face)\/([^/]+)(?:\/([^/]+))?$/;
const stills = /\.(?:jpg|gif)$/;

/**
 * What stands in for Tavus's rooms and media: `page`, where the page itself plays a call or a video, or a picture of the
 * face. Undefined for every other path.
 */
export function pretendMedia(account: Account, path: string): Answer | "page" | undefined {
  const [, kind, id = "", file = ""] = pretended.exec(path) ?? [];
  if (kind === "face") return drawFace(faceName(account, id));
  if (kind === "video" && stills.test(file)) {
    return drawFace(faceName(account, account.videos.get(id)?.body.replica_id ?? id));
  }
  return kind === undefined ? undefined : "page";
}

function faceName(account: Account, replicaId: string): string {
  return account.everyReplica.find(({ id }) => id === replicaId)?.name ?? replicaId;
}

/** The same face for the same name, whatever the file is called. */
function drawFace(name: string): Answer {
  const [hue = 0, hair = 0] = createHash("sha1").update(name).digest();
  const back = `hsl(${Math.round((hue / 255) * 360)} 45% 32%)`;
  const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 100" role="img" aria-label="A face">
<rect width="160" height="100" fill="${back}"/>
<path d="M35 100c4-26 22-34 45-34s41 8 45 34z" fill="#f3eee8"/>
<circle cx="80" cy="42" r="25" fill="hsl(28 45% ${52 + (hair % 24)}%)"/>
<path d="M54 44c-3-32 56-34 52 0-5-15-12-20-26-19s-22 7-26 19z" fill="hsl(20 35% ${14 + (hue % 26)}%)"/>
<circle cx="71" cy="43" r="2.6" fill="#1d1713"/><circle cx="89" cy="43" r="2.6" fill="#1d1713"/>
<path d="M71 53q9 8 18 0" fill="none" stroke="#7a2e22" stroke-width="2.4" stroke-linecap="round"/>
</svg>`;
  return { status: 200, contentType: "image/svg+xml", body };
}
