import type { Context } from "../chat/command.ts";
import type { Reply } from "../chat/reply.ts";
import { GoneError } from "../errors.ts";
import type { Persona } from "../personas/persona.ts";
import { definePersonaCommand } from "./ask/persona-command.ts";
import { withUndo } from "./persona-history/with-undo.ts";
import { note } from "./reply/persona-buttons.ts";
import { quoted } from "./reply/persona-reply.ts";
import { longestInButton, removedReply } from "./reply/removed-reply.ts";
import type { Services } from "./services.ts";

/** Asks first, naming what will go: here only, or here and in Tavus. */
export const personaDelete = definePersonaCommand({
  name: "persona-delete",
  summary: "Delete a persona, here only or in Tavus too",
  access: "manager",
  action: "delete",
  buttons: {
    delete: {
      access: "manager",
      run: async (id, context) => ({ kind: "reply", reply: await ask(id, context) }),
    },
    "delete-here": {
      access: "manager",
      run: async (id, context) => ({ kind: "reply", reply: await carryOut(id, false, context) }),
    },
    "delete-both": {
      access: "manager",
      async run(state, context) {
        const [id = "", ...shown] = state.split(".");
        const reply = (await askAgain(id, shown.join("."), context)) ?? (await carryOut(id, true, context));
        return { kind: "reply", reply };
      },
    },
    "delete-keep": {
      access: "member",
      run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "Nothing was deleted" } }),
    },
  },
  answer: askReply,
});

async function ask(id: string, { services, member }: Context<Services>): Promise<Reply> {
  const persona = await services.personas.find(member.tenantId, id);
  if (persona) return askReply(persona);
  const removed = await services.personas.findRemoved(member.tenantId, id);
  if (removed) return removedReply(removed, member);
  throw new GoneError("This persona was deleted already.");
}

/**
 * What it is linked to by now has been shown to nobody who wanted it deleted, as after it was linked anew, or deleted and made again. `shown`:
 * what was; "": nothing, or it was too long for a button.
 */
async function askAgain(
  id: string,
  shown: string,
  { services, member }: Context<Services>,
): Promise<Reply | undefined> {
  const persona = shown === "" ? undefined : await services.personas.find(member.tenantId, id);
  const now = persona?.tavusPersonaId;
  if (!persona || now === undefined || now === shown) return undefined;
  const asked = askReply(persona);
  const since = `When this was asked it was linked to ${shown}, and now it is to ${now}. Nothing was deleted.`;
  return { ...asked, text: `${since}\n${asked.text}` };
}

/** A second press is answered the same: the tombstone remembers what happened. */
async function carryOut(id: string, alsoInTavus: boolean, context: Context<Services>) {
  const { services, member } = context;
  const persona = await services.personas.find(member.tenantId, id);
  const removed = await services.personas.remove({
    tenantId: member.tenantId,
    id,
    alsoInTavus,
    userId: member.userId,
  });
  await services.landingPages.personaChanged(member.tenantId, id);
  if (persona) note(context, alsoInTavus ? "delete-both" : "delete-here", persona);
  const reply = await removedReply(removed, member);
  const told = await withUndo(reply, { id, of: ["delete-here", "delete-both"], context });
  return told === reply || removed.tavus !== "kept"
    ? told
    : { ...told, text: `${reply.text} ${undoRestores}` };
}

/** Beside Import, which brings back less. */
const undoRestores = "Undo restores all of it for 15 minutes.";

function askReply(persona: Persona): Reply {
  const { id: state, tavusPersonaId } = persona;
  const isUnsettled = !tavusPersonaId && persona.outcomeUnknown;
  return {
    tone: "warning",
    title: `Delete ${quoted(persona.name)}?`,
    text: whatGoes(tavusPersonaId ? "linked" : isUnsettled ? "unsettled" : "here"),
    facts: [
      { label: "ID here", value: state, code: true },
      {
        label: "ID in Tavus",
        value: tavusPersonaId ?? (isUnsettled ? "not known yet" : "not linked"),
        code: tavusPersonaId !== undefined,
      },
    ],
    buttons: [
      { label: "Keep it", action: "delete-keep", state, style: "primary" },
      { label: "Delete here only", action: "delete-here", state, style: "danger" },
      ...(tavusPersonaId || isUnsettled
        ? [
            {
              label: "Delete here and in Tavus",
              action: "delete-both",
              state: shownIn(persona),
              style: "danger",
            } as const,
          ]
        : []),
    ],
  };
}

function shownIn({ id, tavusPersonaId = "" }: Persona): string {
  const isShown = tavusPersonaId !== "" && tavusPersonaId.length <= longestInButton;
  return isShown ? `${id}.${tavusPersonaId}` : id;
}

function whatGoes(where: "linked" | "unsettled" | "here"): string {
  switch (where) {
    case "linked":
      return "Delete here only: the Tavus persona stays. Delete here and in Tavus: both go. You can undo either for 15 minutes; after both went, Tavus makes it again under a new ID.";
    case "unsettled":
      return "Whether Tavus has made it is not known yet. Delete here only: what Tavus has made stays. Delete here and in Tavus: that goes too, as soon as it is known. You can undo either for 15 minutes.";
    case "here":
      return "The record goes, with everything typed into it. You can undo this for 15 minutes.";
  }
}
