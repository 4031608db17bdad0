import type { ButtonAction, ButtonResult, Context } from "../../chat/command.ts";
import type { Persona } from "../../personas/persona.ts";
import { definePersonaCommand } from "../ask/persona-command.ts";
import { differenceButtons } from "../persona-sync/difference-buttons.ts";
import { notHereReply, removedReply } from "../reply/removed-reply.ts";
import type { Services } from "../services.ts";
import { importButton } from "./import-button.ts";
import { moreReply, showReply } from "./show-reply.ts";

/** One persona in full, both IDs, how it compares with Tavus, and buttons for what can be done with it. */
export const personaShow = definePersonaCommand({
  name: "persona-show",
  summary: "Show one persona in full",
  access: "member",
  action: "show",
  buttons: {
    ...differenceButtons,
    "import-deleted": importButton,
    show: aboutPersona(async (persona, context) => ({
      kind: "reply",
      reply: await showReply(persona, context),
    })),
    more: aboutPersona(async (persona, context) => ({
      kind: "reply",
      reply: await moreReply(persona, context),
    })),
    prompt: {
      ...aboutPersona(({ prompt: text }) => ({
        kind: "text",
        title: "System prompt",
        name: "prompt.md",
        text,
      })),
      opensForm: true,
    },
    context: {
      ...aboutPersona(({ context: text }) => ({ kind: "text", title: "Context", name: "context.md", text })),
      opensForm: true,
    },
  },
  answer: showReply,
});

type Answer = (persona: Persona, context: Context<Services>) => ButtonResult | Promise<ButtonResult>;

/** A button that everybody may press; of a persona that was deleted it says so. */
function aboutPersona(answer: Answer): ButtonAction<Services> {
  return {
    access: "member",
    async run(id, context) {
      const { services, member } = context;
      const persona = await services.personas.find(member.tenantId, id);
      if (persona) return answer(persona, context);
      const removed = await services.personas.findRemoved(member.tenantId, id);
      return { kind: "reply", reply: removed ? await removedReply(removed, member) : notHereReply };
    },
  };
}
