import type { RESTOptions } from "discord.js";

type Init = Parameters<RESTOptions["makeRequest"]>[1];

/**
 * A message with files as the bytes that it is sent as. Node writes the parts of a form while they are sent, and where the answer comes
 * before the last of them it rejects with nobody to hear it, which would end the process: https://github.com/nodejs/undici/issues/5835
 */
export async function withWholeBody(init: Init): Promise<Init> {
  if (!(init.body instanceof FormData)) return init;
  const whole = new Response(init.body);
  const headers = new Headers(init.headers as ConstructorParameters<typeof Headers>[0]);
  headers.set("content-type", whole.headers.get("content-type") ?? "");
  return { ...init, headers: Object.fromEntries(headers), body: new Uint8Array(await whole.arrayBuffer()) };
}
