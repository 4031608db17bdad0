import type { Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Services } from "../services.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** A team that has made none yet, and what this person can do about it. */
export async function noPersonasReply(asking: Asking): Promise<Reply> {
  return { tone: "neutral", title: "No personas yet", text: await howToBegin(asking) };
}

/** How the first persona comes here: by what this person may use, or by whom they ask. */
export async function howToBegin({ services, member }: Asking): Promise<string> {
  const [cannotMake, cannotSync] = await Promise.all([
    services.mayUse(member, "author"),
    services.mayUse(member, "manager"),
  ]);
  if (cannotMake) return "Persona managers and admins make them. Ask one of them.";
  return cannotSync
    ? "Make the first one with /persona-create."
    : "Make the first one with /persona-create, or bring in what is in Tavus with /persona-sync.";
}
