import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { TavusStandInOptions } from "../../../../sandbox/stand-ins/tavus/stand-in.ts";
import { startStandIn } from "./tavus-setup.ts";

export const replica = "r90bbd427f71";
export const persona = "pdced222244b";

/** A stand-in whose clock stands still until it is moved, with a receiver for its callbacks. */
export async function startLive(options: TavusStandInOptions = {}) {
  let time = Date.parse("2026-10-01T12:00:00Z");
  const started = await startStandIn({ now: () => time, ...options });
  const receiver = await startReceiver();
  const create = async (body: Record<string, unknown> = {}) => {
    const answer = await started.ask("/v2/conversations", {
      method: "POST",
      body: { persona_id: persona, ...body },
    });
    return { ...answer, id: String(answer.body.conversation_id) };
  };
  const createVideo = async (body: Record<string, unknown> = {}) => {
    const wanted = { replica_id: replica, script: "Hello.", ...body };
    const answer = await started.ask("/v2/videos", { method: "POST", body: wanted });
    return { ...answer, id: String(answer.body.video_id) };
  };
  return {
    ...started,
    receiver,
    create,
    createVideo,
    /** The link that a room's answer gives to one person. */
    linkOf: ({ body }: Awaited<ReturnType<typeof create>>) =>
      `${body.conversation_url}${body.meeting_token ? `?t=${body.meeting_token}` : ""}`,
    pass(seconds: number) {
      time += seconds * 1000;
      started.standIn.tick();
    },
  };
}

/** Takes every POST, keeps its body and answers `status`. */
async function startReceiver() {
  const received: Record<string, unknown>[] = [];
  const receiver = { url: "", status: 200, received };
  const server = createServer(async (request, response) => {
    received.push((await json(request)) as Record<string, unknown>);
    response.writeHead(receiver.status).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  receiver.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/here`;
  return receiver;
}
