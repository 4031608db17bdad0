import { applyAck } from "./delivery/ack-effects.ts";
import { createDelivery } from "./delivery/create-delivery.ts";
import type { Ack, Delivery } from "./delivery/delivery.ts";
import { type Envelope, kindOf, type Reply, type Transport } from "./delivery/transport.ts";
import type { JsonObject } from "./json.ts";
import type { World } from "./world.ts";

/** What the driver may change about a delivery. A repeated `id` sends the same envelope again. */
export type DeliverOptions = Partial<Omit<Envelope, "kind" | "payload">>;

export type Dispatch = (payload: JsonObject, options?: DeliverOptions) => Delivery;

type DispatchOptions = {
  readonly world: World;
  /** The way to the bot at this moment. */
  readonly transport: () => Transport;
  /** How long the bot has to acknowledge; 3 s in Slack. */
  readonly deadlineMs: number;
};

/** A delivery that the driver itself made unacceptable is not the bot's to answer for. */
function isTampered(envelope: Envelope): boolean {
  return envelope.signingSecret !== undefined || envelope.signedAtSeconds !== undefined;
}

function readReply(reply: Reply, ms: number, isLate: boolean): Ack {
  if (reply.outcome === "acked") return { outcome: "acked", ms, payload: reply.payload };
  if (isLate) return { outcome: "operation_timeout", ms, payload: {} };
  const status = reply.status === undefined ? {} : { status: reply.status };
  return { outcome: "dispatch_failed", ms, payload: {}, ...status };
}

/** Sends payloads to the bot, holds it to the deadline and carries out its acknowledgements. */
export function createDispatch({ world, transport, deadlineMs }: DispatchOptions): Dispatch {
  const blameSilence = (envelope: Envelope, ack: Ack) => {
    const isBotsFault = ack.outcome === "operation_timeout" || ack.status !== undefined;
    if (!isBotsFault || isTampered(envelope)) return;
    const status = ack.status === undefined ? "" : ` (HTTP ${ack.status})`;
    world.journal.blame(envelope.kind, `${ack.outcome}${status}`, envelope.payload);
  };
  const deliver = async (envelope: Envelope): Promise<Ack> => {
    const startedAt = performance.now();
    const deadline = AbortSignal.timeout(deadlineMs);
    world.journal.record("slack", envelope.kind, envelope.payload);
    const reply = await transport().send(envelope, deadline);
    const ack = readReply(reply, performance.now() - startedAt, deadline.aborted);
    if (ack.outcome === "acked") applyAck(world, envelope, ack.payload);
    else blameSilence(envelope, ack);
    world.journal.record("slack", ack.outcome, { envelope_id: envelope.id });
    return ack;
  };
  return (payload, options = {}) => {
    const envelope = { id: world.ids.envelopeId(), ...options, kind: kindOf(payload), payload };
    return createDelivery(world, envelope.id, payload, deliver(envelope));
  };
}
