/** The address of a call or a video, which the page shows itself. */
export type LiveLink = { kind: "room" | "video"; id: string; href: string };

/** Undefined for every address that leads elsewhere. A picture of a video is no video. */
export function readLiveLink(href: string): LiveLink | undefined {
  if (!URL.canParse(href)) return undefined;
  const { origin, pathname } = new URL(href);
  if (origin !== location.origin) return undefined;
  const [, kind, id] = /^\/(room|video)\/([^/]+)(?:\/video\.\w+|\/stream\.\w+)?$/.exec(pathname) ?? [];
  return (kind === "room" || kind === "video") && id ? { kind, id, href } : undefined;
}

/** Undefined for an address on another host: the page asks no other for anything. */
export function ownPicture(address: string | null | undefined): string | undefined {
  if (!address || !URL.canParse(address, location.href)) return undefined;
  const url = new URL(address, location.href);
  return url.origin === location.origin ? url.href : undefined;
}
