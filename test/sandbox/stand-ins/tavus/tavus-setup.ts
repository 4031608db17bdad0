import { onTestFinished } from "vitest";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandInOptions,
} from "../../../../sandbox/stand-ins/tavus/stand-in.ts";

type Init = { method?: string; body?: unknown; key?: string; headers?: Record<string, string> };

/** A stand-in and a way to ask it that owes nothing to the bot's own client. */
export async function startStandIn(options: TavusStandInOptions = {}) {
  const standIn = await createTavusStandIn(options);
  onTestFinished(() => standIn.close());
  const ask = async (path: string, { method = "GET", body, key = defaultTavusKey, headers }: Init = {}) => {
    const response = await fetch(`${standIn.url}${path}`, {
      method,
      headers: { "x-api-key": key, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  return { standIn, ask, account: standIn.account(options.accounts?.[0]?.keys[0]) };
}
