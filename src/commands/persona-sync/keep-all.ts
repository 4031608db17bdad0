import { createHash } from "node:crypto";
import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { calledIn } from "../../personas/content/each-field.ts";
import type { DifferingPersona } from "../../personas/resolve/differing-records.ts";
import { counted } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { concernedLine, concernedLines } from "../reply/concerned-lines.ts";
import type { Services } from "../services.ts";

type Side = "ours" | "theirs";

/** Each asks first, with the number and the names: one press would overwrite them all. */
export const keepAllButtons: Record<string, ButtonAction<Services>> = {
  "sync-ours": asking("ours"),
  "sync-theirs": asking("theirs"),
  "sync-keep-both": {
    access: "member",
    run: async () => ({ kind: "reply", reply: { tone: "neutral", title: "Nothing was changed" } }),
  },
  "sync-ours-yes": deciding("ours", async (context) => {
    const { services, member } = context;
    const count = await services.personas.resolveAllWithOurs(member.tenantId, member.userId);
    if (count > 0) services.audit.record(context, { action: "keep-all-ours", details: `${count} kept` });
    return keptOursReply(count);
  }),
  "sync-theirs-yes": deciding("theirs", async (context) => {
    const { services, member } = context;
    const { taken, missing, failed } = await services.personas.resolveAllWithTheirs(
      member.tenantId,
      member.userId,
    );
    if (taken > 0) services.audit.record(context, { action: "keep-all-theirs", details: `${taken} taken` });
    return keptTheirsReply(taken, missing + failed);
  }),
};

function asking(side: Side): ButtonAction<Services> {
  return {
    access: "manager",
    run: async (_state, context) => ({
      kind: "reply",
      reply: askReply(side, await concernedBy(side, context)),
    }),
  };
}

/** What differs by now may be more than was asked about: then it is asked once more. */
function deciding(side: Side, act: (context: Context<Services>) => Promise<Reply>): ButtonAction<Services> {
  return {
    access: "manager",
    async run(state, context) {
      const concerned = await concernedBy(side, context);
      // Another press of this one, or a process that died over it, may have done it.
      if (concerned.length === 0) return { kind: "reply", reply: noneReply };
      if (tagOf(concerned) !== state) {
        const reply = askReply(side, concerned);
        return { kind: "reply", reply: { ...reply, notes: [changedNote, ...(reply.notes ?? [])] } };
      }
      return { kind: "reply", reply: await act(context) };
    },
  };
}

const changedNote = "What differs has changed since you were asked, so nothing more was done. Choose again.";

async function concernedBy(side: Side, { services, member }: Context<Services>): Promise<DifferingPersona[]> {
  const all = await services.personas.differing(member.tenantId);
  return side === "ours" ? all.filter(({ canSendOurs }) => canSendOurs) : all;
}

function askReply(side: Side, concerned: readonly DifferingPersona[]): Reply {
  if (concerned.length === 0) return noneReply;
  const count = counted(concerned.length, "persona");
  const { shown, files } = concernedLines(concerned.map(lineOf), "differing.txt");
  const isOurs = side === "ours";
  return {
    tone: "warning",
    title: isOurs
      ? `Overwrite ${count} in Tavus with what is here?`
      : `Overwrite ${count} here with what Tavus has?`,
    text: [
      isOurs
        ? `Tavus's version is replaced there. ${compareFirst}`
        : `The version here is replaced. ${compareFirst}`,
      ...shown,
    ].join("\n"),
    ...files,
    buttons: [
      { label: "Keep both as they are", action: "sync-keep-both", state: "-", style: "primary" },
      {
        label: isOurs ? "Overwrite in Tavus" : "Overwrite here",
        action: `sync-${side}-yes`,
        state: tagOf(concerned),
        style: "danger",
      },
    ],
  };
}

const compareFirst =
  "/persona-show compares both before that; its button History brings back later what was replaced.";

function lineOf(persona: DifferingPersona): string {
  return `${concernedLine(persona)}: ${persona.fields.map(calledIn).join(", ")}`;
}

/** So that the answer decides about what was asked about, and nothing that came to differ later. */
function tagOf(concerned: readonly DifferingPersona[]): string {
  const text = concerned.map(({ id, differs }) => `${id} ${differs}`).join("\n");
  return createHash("sha256").update(text).digest("hex").substring(0, 16);
}

const noneReply: Reply = {
  tone: "neutral",
  title: "Nothing is left to decide for all",
  text: "Nothing is left that can be decided for all at once. /persona-sync looks again; /persona-show asks for each.",
};

const bringBack = "/persona-show, button History, brings back what one was before.";

function keptOursReply(count: number): Reply {
  if (count === 0) return noneReply;
  return {
    tone: "success",
    title: `${counted(count, "persona")} on the way to Tavus`,
    text: plural(count, {
      one: `/persona-sync shows when it is in step. ${bringBack}`,
      other: `They go to Tavus two at a time. /persona-sync shows when all are in step. ${bringBack}`,
    }),
  };
}

function keptTheirsReply(taken: number, left: number): Reply {
  if (taken + left === 0) return noneReply;
  return {
    tone: left === 0 ? "success" : "warning",
    title: `${counted(taken, "persona")} taken from Tavus`,
    text:
      left === 0
        ? `Both sides hold the same now. ${bringBack}`
        : `${left} could not be taken. Run /persona-sync again. ${bringBack}`,
  };
}
