import { type ButtonResult, type Context, definePlainCommand } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { ConversationMode } from "../../conversations/conversation.ts";
import type { Persona } from "../../personas/persona.ts";
import { personaOption, resolvePersona, suggestPersonas } from "../ask/persona-option.ts";
import { lifeButtons } from "../reply/next-buttons.ts";
import { note } from "../reply/persona-buttons.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { endCall } from "./end-call.ts";
import { join } from "./join.ts";
import { findLinked, isLinked, notLinkedReplyFor } from "./open-room.ts";
import { newCard } from "./post-card.ts";

const options = {
  persona: personaOption,
  mode: {
    kind: "choice",
    early: true,
    label: "Mode",
    hint: "A test checks everything, nobody comes, and it costs nothing",
    initial: "video",
    choices: [
      { value: "video", label: "Video: a call" },
      { value: "test", label: "Test: check everything, at no cost" },
    ],
  },
} as const;

/** Posts a card from which everybody who may can talk with a persona. No room is made before somebody presses Join. */
export const personaTalk = definePlainCommand<Services, typeof options>({
  name: "persona-talk",
  summary: "Post a card to talk with a persona by video",
  access: "talk",
  options,
  suggest: (_field, typed, context) => suggestPersonas(typed, context),
  buttons: {
    talk: { access: "talk", run: (id, context) => postCard(id, "video", context) },
    "talk-test": { access: "talk", run: (id, context) => postCard(id, "test", context) },
    join: { access: "talk", run: join },
    "end-call": { access: "member", changesThings: true, run: endCall },
  },

  async run({ persona: text, mode }, context) {
    const [asked, action] = mode === "test" ? (["test", "talk-test"] as const) : (["video", "talk"] as const);
    const found = await resolvePersona(text, action, context);
    return "ask" in found ? found.ask : cardOf(found.persona, asked, context);
  },
});

/** Posts a card for the persona of a button or a menu, in the mode that was asked for. */
async function postCard(
  id: string,
  mode: ConversationMode,
  context: Context<Services>,
): Promise<ButtonResult> {
  const found = await findLinked(id, context);
  if ("reply" in found) return { kind: "reply", reply: found.reply };
  const { persona } = found;
  note(context, "talk", persona);
  return {
    kind: "share",
    post: await newCard(persona, mode, context.services),
    ...(await saidOf(persona, context)),
  };
}

async function cardOf(persona: Persona, mode: ConversationMode, context: Context<Services>): Promise<Reply> {
  if (!isLinked(persona)) return notLinkedReplyFor(persona, context);
  note(context, "talk", persona);
  return newCard(persona, mode, context.services);
}

/** Stands in place of the answer whose button was pressed, so that it leads on to what that one offered. */
async function saidOf(
  persona: Persona,
  { services }: Context<Services>,
): Promise<{ afterwards: Reply; otherwise: Reply }> {
  const { name, id: state } = persona;
  const { isRehearsalOn: canRehearse } = await services.settings.of(persona.tenantId);
  const others = lifeButtons(persona, { canRehearse }).filter(({ action }) => action !== "talk");
  return {
    afterwards: {
      tone: "success",
      title: `A card for ${quoted(name)} was posted`,
      text: "Anyone here who may talk to personas can press Join there. No room is open yet.",
      facts: idFacts(persona),
      buttons: [...others, { label: "Show", action: "show", state }],
    },
    otherwise: {
      tone: "warning",
      title: "The card may not be in the channel",
      text: "It could not be posted, or the answer to that was lost. If it is not there, run /persona-talk there. No room was opened.",
    },
  };
}
