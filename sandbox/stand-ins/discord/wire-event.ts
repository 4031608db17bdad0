import type { Message } from "./guild/message.ts";

/** One step on the wire, for a page or a log. Holds no bot token and no interaction token outside `payload`. */
export type WireEvent =
  | { kind: "gateway"; step: "connected" | "identified" | "resumed" | "closed"; code?: number }
  | { kind: "commands"; names: string[] }
  | { kind: "interaction"; interactionId: string; payload: Record<string, unknown> }
  | { kind: "answer"; interactionId: string; type: number; data: unknown; ms: number }
  | { kind: "unanswered"; interactionId: string }
  | { kind: "message"; change: "created" | "edited" | "deleted"; message: Message }
  | { kind: "rest"; route: string; status: number }
  | { kind: "problem"; where: string; message: string };
