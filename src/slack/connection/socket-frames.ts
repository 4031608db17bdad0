import type { SocketModeReceiver } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../../log.ts";
import { readJson } from "../../text/read-json.ts";

/** https://docs.slack.dev/apis/events-api/using-socket-mode#events: what the library reads of a frame, unasked. */
const frameSchema = z.union([
  z.object({
    type: z.literal("hello"),
    num_connections: z.number().optional().catch(undefined),
    connection_info: z.object({ app_id: z.string().optional() }).optional().catch(undefined),
  }),
  z.object({ type: z.literal("disconnect"), reason: z.string().default("unknown") }),
  z.object({
    type: z.literal("events_api"),
    envelope_id: z.string(),
    payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
  }),
  z.object({
    type: z.enum(["slash_commands", "interactive"]),
    envelope_id: z.string(),
    payload: z.looseObject({}),
  }),
]);

export type FrameWatch = {
  /** `connections`: how many of this app are open, this one among them. */
  onHello(appId: string | undefined, connections: number | undefined): void;
  onDisconnect(reason: string): void;
};

/**
 * Lets through to the library only frames that look as documented. It reads them in a listener whose rejection nobody
 * hears, so that one of another shape would end the process.
 */
export function guardFrames(client: SocketModeReceiver["client"], watch: FrameWatch, log: Log): void {
  const listeners = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: unknown, isBinary: unknown) => {
    const frame = frameSchema.safeParse(typeof data === "string" ? readJson(data) : undefined).data;
    if (!frame) return log.warn("a frame of an unknown shape came from Slack and was left alone");
    if (frame.type === "hello") watch.onHello(frame.connection_info?.app_id, frame.num_connections);
    if (frame.type === "disconnect") watch.onDisconnect(frame.reason);
    for (const listener of listeners) void settle(() => listener(data, isBinary), log);
  });
}

async function settle(work: () => unknown, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, "a frame from Slack could not be handled");
  }
}
