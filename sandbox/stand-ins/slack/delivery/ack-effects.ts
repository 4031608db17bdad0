import { z } from "zod";
import { check } from "../block-kit/block-kit-check.ts";
import { type JsonObject, readObject } from "../json.ts";
import { answerWithMessage } from "../person/message-answer.ts";
import { suggestions } from "../person/suggestions.ts";
import { applySubmission } from "../person/view-answer.ts";
import { Refusal, refuseHalfPairs } from "../refusal.ts";
import type { World } from "../world.ts";
import type { Envelope } from "./transport.ts";

const commandPayload = z.object({ channel_id: z.string(), user_id: z.string() });

function answerCommand(world: World, envelope: Envelope, ack: JsonObject): void {
  if (Object.keys(ack).length === 0) return;
  const { channel_id: channel, user_id: userId } = commandPayload.parse(envelope.payload);
  const target = { channel, userId, delivery: envelope.id, messageTs: undefined };
  answerWithMessage(world, target, { value: ack, where: "command ack" });
}

function checkSuggestions(ack: JsonObject): void {
  const checked = check(suggestions, ack, "");
  if (!checked.ok) throw new Refusal("invalid_options", { messages: checked.messages });
}

function apply(world: World, envelope: Envelope, ack: JsonObject): void {
  const { type, view: submitted } = envelope.payload;
  if (envelope.kind === "slash_commands") {
    answerCommand(world, envelope, ack);
  } else if (type === "block_suggestion") {
    checkSuggestions(ack);
  } else if (type === "view_submission") {
    const view = world.views.find(String(readObject(submitted).id));
    if (view !== undefined) applySubmission(world, view, ack);
  } else if (Object.keys(ack).length > 0) {
    throw new Refusal("acknowledgement must be empty");
  }
}

/** Carries out what an acknowledgement says; what Slack would not carry out becomes a problem. */
export function applyAck(world: World, envelope: Envelope, ack: JsonObject): void {
  try {
    refuseHalfPairs(ack);
    apply(world, envelope, ack);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.journal.blame(`ack of ${String(envelope.payload.type ?? envelope.kind)}`, error.message, ack);
  }
}
