import { carryOut } from "../acts/acts.ts";
import type { FleetWay } from "../fleet/start-fleet.ts";
import { findChatFile } from "../picture/chat-files.ts";
import { drawPicture } from "../picture/picture.ts";
import type { ClientMessage, ServerMessage } from "../protocol/messages.ts";
import { type Sandbox, startSandbox } from "../sandbox.ts";
import { openPageSockets } from "./page-sockets.ts";
import { pretendMedia, pretendPaths } from "./pretend-media.ts";
import { createPublisher } from "./publisher.ts";
import { answerWithFile } from "./static-files.ts";
import { type Answer, createPageServer, listen } from "./web-server.ts";

export type PageOptions = {
  /** What is kept from one start to the next. */
  dataFolder: string;
  /** The built front end. */
  pageFolder: string;
  /** Where it is taken, the next free one is. */
  port: number;
  /** Several processes instead of one, and how Discord reaches them. */
  fleet?: FleetWay;
};

export type Page = {
  /** The page's address, such as "http://127.0.0.1:8080". */
  url: string;
  sandbox: Sandbox;
  /** Ends everything: page, bot, stand-ins. */
  close(): Promise<void>;
};

/** Starts a sandbox and serves its page on 127.0.0.1. The bot may still be starting when this resolves. */
export async function servePage({ dataFolder, pageFolder, port, fleet }: PageOptions): Promise<Page> {
  const draw = () =>
    JSON.stringify({ kind: "picture", picture: drawPicture(sandbox) } satisfies ServerMessage);
  const publisher = createPublisher(draw, (picture) => sockets.broadcast(picture));
  const sandbox = await startSandbox({ folder: dataFolder, onChange: publisher.announce, fleet });
  const server = createPageServer((path) => answerPath(sandbox, pageFolder, path));
  const sockets = openPageSockets({
    server,
    greeting: draw,
    // The picture goes first: who reads "done" finds on the page what was done.
    onMessage: (message) => answerMessage(sandbox, message).finally(publisher.flush),
  });
  const end = async () => {
    sockets.close();
    server.close();
    server.closeAllConnections();
    await sandbox.close();
    publisher.stop();
  };
  let ended: Promise<void> | undefined;
  const close = () => {
    ended ??= end();
    return ended;
  };
  try {
    const url = `http://127.0.0.1:${await listen(server, port)}`;
    leadHere(sandbox, url);
    return { url, sandbox, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What Tavus's links lead to is on the page's own server. */
function leadHere({ world: { tavus } }: Sandbox, url: string): void {
  const [roomsAt, videosAt, facesAt] = pretendPaths.map((path) => `${url}${path}`);
  Object.assign(tavus.behaviour, { roomsAt, videosAt, facesAt });
}

async function answerMessage(sandbox: Sandbox, { id, act }: ClientMessage): Promise<ServerMessage> {
  try {
    return { kind: "done", id, result: await carryOut(sandbox, act) };
  } catch (error) {
    // The stand-ins say in sentences what a client would not let a person do.
    return { kind: "refused", id, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function answerPath(sandbox: Sandbox, pageFolder: string, path: string): Promise<Answer> {
  const pretended = pretendMedia(sandbox.world.tavus.account(), path);
  if (pretended === "page") return answerWithFile(pageFolder, "/index.html");
  if (pretended) return pretended;
  if (!path.startsWith("/files/")) return answerWithFile(pageFolder, path);
  const bytes = findChatFile(sandbox.world, path);
  if (bytes === undefined) return { status: 404, body: "This file is no longer in any message." };
  return { status: 200, contentType: "application/octet-stream", body: bytes };
}
