import type { TavusWireEvent } from "../../stand-ins/tavus/stand-in.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** What goes between the bot and Tavus. */
export function tavusStep(event: TavusWireEvent): UntimedStep {
  const { operation, method, path, query, body } = event.request;
  const name = operation ?? `${method} ${path}`;
  if (event.kind === "request") {
    return { from: "bot", to: "Tavus", title: name, payload: { method, path, query, body } };
  }
  const { status, body: answer } = event.answer;
  if (event.kind === "lost") return { from: "Tavus", to: "bot", title: `${name}: the connection is cut` };
  return { from: "Tavus", to: "bot", title: `${name}: ${status}`, payload: answer };
}
