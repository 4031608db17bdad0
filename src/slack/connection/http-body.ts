import type { ReceiverEvent } from "@slack/bolt";
import { z } from "zod";
import { readJson } from "../../text/read-json.ts";

const objectSchema = z.looseObject({});

/**
 * The payload in a body: a command is a form, an interaction is JSON in a form's field, an event is JSON. Undefined for
 * anything else, such as `null` or a list.
 */
export function readPayloadBody(body: Buffer, contentType = ""): ReceiverEvent["body"] | undefined {
  const text = body.toString();
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return readObject(text);
  const fields = new URLSearchParams(text);
  const payload = fields.get("payload");
  return payload === null ? Object.fromEntries(fields) : readObject(payload);
}

function readObject(text: string): ReceiverEvent["body"] | undefined {
  return objectSchema.safeParse(readJson(text)).data;
}
