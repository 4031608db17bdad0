import type { ButtonAction, Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import { withUndo } from "../persona-history/with-undo.ts";
import { findOwn, note } from "../reply/persona-buttons.ts";
import { idFacts, mayLinkIfKnown, quoted } from "../reply/persona-reply.ts";
import type { MayLink } from "../reply/remedy-buttons.ts";
import type { Services } from "../services.ts";

/** Asks first, saying what a sync makes of it. */
export const unlinkButtons: Record<string, ButtonAction<Services>> = {
  unlink: {
    access: "author",
    async run(id, context) {
      const persona = await findOwn(id, context);
      const reply = isUnlinked(persona) ? await unlinkedOutcome(persona, context) : askReply(persona);
      return { kind: "reply", reply };
    },
  },
  "unlink-yes": {
    access: "author",
    run: async (id, context) => ({
      kind: "reply",
      reply: await unlinkOnce(await findOwn(id, context), context),
    }),
  },
  "unlink-keep": {
    access: "member",
    run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "Nothing was unlinked" } }),
  },
};

/** A second press does nothing; the answer is the same. */
async function unlinkOnce(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const { tenantId, id, link } = persona;
  if (isUnlinked(persona)) return unlinkedOutcome(persona, context);
  const verb = link === "missing" ? "unlinkMissing" : "unlink";
  await context.services.personas[verb]({ tenantId, id, by: context.member.userId });
  await context.services.landingPages.personaChanged(tenantId, id);
  note(context, "unlink", persona);
  return link === "missing"
    ? unlinkedReply(persona, await mayLinkIfKnown(context))
    : unlinkedOutcome(persona, context);
}

async function unlinkedOutcome(persona: Persona, context: Context<Services>): Promise<Outcome> {
  const reply = unlinkedReply(persona, await mayLinkIfKnown(context));
  return withUndo(reply, { id: persona.id, of: ["unlink"], context });
}

function isUnlinked({ link, failure }: Persona): boolean {
  return link === "failed" && failure?.cause === "unlinked";
}

/** A sync goes by what it finds: it does not know that somebody has parted the two. */
const nextSync =
  "The next sync, by hand or automatic, links it again to what it recognises as this one in Tavus, and creates a new one where there is none.";

function askReply(persona: Persona): Reply {
  const state = persona.id;
  return {
    tone: "warning",
    title: `Unlink ${quoted(persona.name)} from Tavus?`,
    text: `Both sides stay as they are, and what is changed in one does not reach the other any more.\n${nextSync}`,
    facts: idFacts(persona),
    buttons: [
      { label: "Keep it linked", action: "unlink-keep", state, style: "primary" },
      { label: "Unlink it", action: "unlink-yes", state, style: "danger" },
    ],
  };
}

/** Whoever made it may unlink it, and linking it again is for managers. */
function unlinkedReply(persona: Persona, { mayLink }: MayLink): Reply {
  const next = mayLink
    ? "Press Link again to tie it to a Tavus persona, or Retry to create a new one."
    : "Press Retry to create a new one. A manager or an admin ties it to one that is there with /persona-link.";
  return {
    tone: "success",
    title: `${quoted(persona.name)} is not linked any more`,
    text: `Both sides stay as they are. ${nextSync}\n${next}`,
    facts: [
      { label: "ID here", value: persona.id, code: true },
      ...(persona.tavusPersonaId
        ? [{ label: "Was linked to", value: persona.tavusPersonaId, code: true }]
        : []),
    ],
    buttons: [
      ...(mayLink
        ? [
            {
              label: "Link again",
              action: "link",
              state: [persona.id, persona.tavusPersonaId].filter(Boolean).join("."),
            },
          ]
        : []),
      { label: "Retry", action: "retry", state: persona.id },
    ],
  };
}
