import { WebSocket } from "ws";

/** The page's WebSocket without a browser. `origin` is what a browser would say of the page that opens it. */
export function openPageSocket(pageUrl: string, origin?: string): WebSocket {
  return new WebSocket(`${pageUrl.replace("http", "ws")}/ws`, origin === undefined ? {} : { origin });
}
