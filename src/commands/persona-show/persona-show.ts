import type { ButtonAction, ButtonResult, Context } from "../../chat/command.ts";
import type { Persona } from "../../personas/persona.ts";
import { definePersonaCommand } from "../ask/persona-command.ts";
import { historyButtons } from "../persona-history/history-buttons.ts";
import { differenceButtons } from "../persona-sync/difference-buttons.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { transcriptButton } from "../reply/life-buttons.ts";
import { leastBeforeMore } from "../reply/with-more.ts";
import type { Services } from "../services.ts";
import { importButton } from "./import-button.ts";
import { filedTexts } from "./show-fields.ts";
import { moreReply, showReply } from "./show-reply.ts";

/**
 * Its state says how many buttons were shown before. Messages of older versions had room for fewer, in another order:
 * they say a smaller number or none, and are answered with everything.
 */
const moreButton: ButtonAction<Services> = {
  access: "member",
  async run(state, context) {
    const [id = "", said] = state.split(".");
    const shown = Number(said ?? 0);
    const more = aboutPersona(async (persona) => ({
      kind: "reply",
      reply: await moreReply(persona, shown < leastBeforeMore ? 0 : shown, context),
    }));
    return more.run(id, context);
  },
};

/** One persona in full, both IDs, how it compares with Tavus, and buttons for what can be done with it. */
export const personaShow = definePersonaCommand({
  name: "persona-show",
  summary: "Show one persona in full",
  access: "member",
  action: "show",
  buttons: {
    ...differenceButtons,
    ...historyButtons,
    "import-deleted": importButton,
    transcript: transcriptButton,
    show: aboutPersona(async (persona, context) => ({
      kind: "reply",
      reply: await showReply(persona, context),
    })),
    more: moreButton,
    ...textButtons(),
  },
  answer: showReply,
});

/** Opens a text that is too long for the message. */
function textButtons(): Record<string, ButtonAction<Services>> {
  const buttons = filedTexts.map(({ key, title, name, textOf }) => {
    const answer: Answer = (persona) => ({ kind: "text", title, name, text: textOf(persona) });
    return [key, { ...aboutPersona(answer), opensForm: true }] as const;
  });
  return Object.fromEntries(buttons);
}

type Answer = (persona: Persona, context: Context<Services>) => ButtonResult | Promise<ButtonResult>;

/** A button that everybody may press; of a persona that was deleted it says so. */
function aboutPersona(answer: Answer): ButtonAction<Services> {
  return {
    access: "member",
    async run(id, context) {
      const found = await findOrReply(id, context);
      return "reply" in found ? { kind: "reply", reply: found.reply } : answer(found.persona, context);
    },
  };
}
