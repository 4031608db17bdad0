import { type Context, definePlainCommand } from "../chat/command.ts";
import type { Button, Fact, Reply, ReplyFile } from "../chat/reply.ts";
import type { Comparison } from "../personas/compare.ts";
import { isAtRest, type Persona } from "../personas/persona.ts";
import { textOf } from "../warnings/causes.ts";
import { personaOption, resolvePersona, suggestPersonas } from "./persona-option.ts";
import { personaReply, quoted } from "./persona-reply.ts";
import type { Services } from "./services.ts";

/** Texts up to these lengths are read in the message itself, all of which takes 3,000; longer ones as files. */
const shownInline = { prompt: 800, context: 400 };

/** One persona in full, both IDs, how it compares with Tavus, and buttons for what can be done with it. */
export const personaShow = definePlainCommand<Services, { persona: typeof personaOption }>({
  name: "persona-show",
  summary: "Show one persona in full",
  access: "member",
  options: { persona: personaOption },
  suggest: (_field, typed, context) => suggestPersonas(typed, context),
  buttons: {
    show: {
      access: "member",
      async run(id, context) {
        const persona = await context.services.personas.find(context.member.tenantId, id);
        if (!persona) return { kind: "reply", reply: deletedReply };
        return { kind: "reply", reply: await showReply(persona, context) };
      },
    },
    prompt: {
      access: "member",
      async run(id, { services, member }) {
        const persona = await services.personas.find(member.tenantId, id);
        if (!persona) return { kind: "reply", reply: deletedReply };
        return { kind: "text", title: "System prompt", name: "prompt.md", text: persona.prompt };
      },
    },
    context: {
      access: "member",
      async run(id, { services, member }) {
        const persona = await services.personas.find(member.tenantId, id);
        if (!persona) return { kind: "reply", reply: deletedReply };
        return { kind: "text", title: "Context", name: "context.md", text: persona.context };
      },
    },
  },

  async run({ persona: text }, context) {
    const found = await resolvePersona(text, "show", context);
    return "ask" in found ? found.ask : showReply(found.persona, context);
  },
});

const deletedReply: Reply = {
  tone: "neutral",
  title: "This persona is not here any more",
  text: "It was deleted. /persona-list shows those that are here.",
};

export async function showReply(persona: Persona, context: Context<Services>): Promise<Reply> {
  const comparison = persona.link === "linked" ? await context.services.personas.compare(persona) : undefined;
  const files = filesOf(persona);
  return {
    tone: persona.link === "linked" && !persona.isBehind ? "success" : "warning",
    title: quoted(persona.name),
    text: [
      stateLine(persona, context.services.now()),
      ...comparisonLines(comparison, persona),
      "",
      ...texts(persona),
    ].join("\n"),
    facts: factsOf(persona),
    ...(files.length > 0 ? { files } : {}),
    buttons: await buttonsFor(persona, context),
  };
}

function stateLine(persona: Persona, nowMs: number): string {
  if (persona.link === "linked" && !persona.isBehind) return "Saved here and linked to Tavus.";
  return personaReply(persona, nowMs).text ?? "";
}

function comparisonLines(comparison: Comparison | undefined, { isBehind }: Persona): string[] {
  switch (comparison?.kind) {
    case undefined:
    case "same":
      return [];
    case "differs":
      return [
        `Tavus differs in: ${comparison.fields.join(", ")}.`,
        ...(isBehind ? [] : ["/persona-sync lets you choose which to keep."]),
      ];
    case "gone":
      return ["Tavus does not have it any more. Unlink it to create it again, or delete it here."];
    case "unknown":
      return [`Whether Tavus holds the same could not be asked: ${textOf(comparison.why).title}.`];
  }
}

function texts({ description, prompt, context }: Persona): string[] {
  const shown = (label: string, text: string, most: number) =>
    text.length > most ? `${label}: ${text.length} characters, in the file.` : `${label}: ${text}`;
  return [
    ...(description ? [`Description: ${description}`] : []),
    ...(prompt ? [shown("System prompt", prompt, shownInline.prompt)] : []),
    ...(context ? [shown("Context", context, shownInline.context)] : []),
  ];
}

function filesOf({ id: state, prompt, context }: Persona): ReplyFile[] {
  return [
    ...(prompt.length > shownInline.prompt
      ? [{ name: "prompt.md", text: prompt, open: { action: "prompt", state } }]
      : []),
    ...(context.length > shownInline.context
      ? [{ name: "context.md", text: context, open: { action: "context", state } }]
      : []),
  ];
}

function factsOf(persona: Persona): Fact[] {
  const { tavusPersonaId, traits, replicaId } = persona;
  return [
    { label: "Record here", value: persona.id, code: true },
    { label: "Tavus persona", value: tavusPersonaId ?? "not linked", code: tavusPersonaId !== undefined },
    { label: "Kind", value: persona.kind },
    { label: "Template", value: persona.template },
    ...(traits.length > 0 ? [{ label: "Traits", value: traits.join(", ") }] : []),
    { label: "Replica", value: replicaId ?? "Tavus's default", code: replicaId !== undefined },
    { label: "Model", value: persona.model || "Tavus's default" },
    { label: "Voice", value: `${persona.voiceSpeed}, emotion ${persona.voiceEmotion}` },
    {
      label: "Made",
      value: `${persona.createdAt.slice(0, 16).replace("T", " ")} UTC by ${persona.createdBy}`,
    },
  ];
}

/** At most five, of what this member may do with it now. */
async function buttonsFor(persona: Persona, { member }: Context<Services>): Promise<Button[]> {
  const role = await member.role();
  const isTheirs = persona.createdBy === member.userId || role !== "member";
  const isAdmin = role === "admin";
  const state = persona.id;
  const isLinked = persona.tavusPersonaId !== undefined;
  const canRetry = !isAtRest(persona) || persona.link === "failed" || persona.isBehind;
  return [
    ...(isTheirs ? [{ label: "Edit", action: "edit", state, style: "primary" } as const] : []),
    ...(isTheirs && canRetry ? [{ label: "Retry", action: "retry", state }] : []),
    ...(isTheirs && !isLinked ? [{ label: "Link", action: "link", state }] : []),
    ...(isTheirs && isLinked ? [{ label: "Unlink", action: "unlink", state }] : []),
    ...(isAdmin ? [{ label: "Delete", action: "delete", state, style: "danger" } as const] : []),
    ...(isLinked && isTheirs ? [{ label: "Share to channel", action: "share", state }] : []),
  ].slice(0, 5);
}
