import { type ButtonAction, type Context, defineCommand, type Outcome } from "../../chat/command.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { SaidResult } from "../../conversations/rehearsal/rehearsal.ts";
import { GoneError, UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import type { Services } from "../services.ts";
import { besideThread, showInThread } from "./rehearsal-thread.ts";
import { allLines, goneText, isWaiting, keptView, rehearsalView } from "./rehearsal-view.ts";
import { notOffered, startRehearsal, type Where } from "./start-rehearsal.ts";

const sayForm = defineForm({
  title: "Say something",
  submit: "Say",
  fields: {
    text: { kind: "paragraph", label: "What do you say?", maxLength: 1000, required: true },
  },
});

function startButton(where: Where): ButtonAction<Services> {
  return { access: "talk", run: (id, context) => startRehearsal(id, where, context) };
}

const sayButton: ButtonAction<Services> = {
  access: "talk",
  opensForm: true,
  async run(id, context) {
    const room = await findOwnRoom(id, context);
    if (room.state !== "open") return { kind: "reply", reply: await viewOf(room, context) };
    return { kind: "form", command: "persona-rehearse", formId: `${room.id}.${randomId(10)}`, values: {} };
  },
};

const againButton: ButtonAction<Services> = {
  access: "talk",
  async run(id, context) {
    const room = await findOwnRoom(id, context);
    if (room.state !== "open") return { kind: "reply", reply: await viewOf(room, context) };
    const result = await context.services.rehearsals.askAgain(room);
    return { kind: "reply", reply: await answerTo(room, result, context) };
  },
};

/** Whoever has lost the right to begin one may still end it. */
const endButton: ButtonAction<Services> = {
  access: "member",
  changesThings: true,
  async run(id, context) {
    const room = await findOwnRoom(id, context);
    const ended = await context.services.conversations.end(room, "person");
    return { kind: "reply", reply: await viewOf(ended ?? room, context) };
  },
};

const textButton: ButtonAction<Services> = {
  access: "member",
  opensForm: true,
  async run(id, context) {
    const room = await findOwnRoom(id, context);
    const text = allLines(await context.services.rehearsals.lines(room), room);
    if (text === "") throw new UserError(goneText);
    return { kind: "text", title: "The whole rehearsal", name: "rehearsal.txt", text };
  },
};

/** Talking to a persona in writing. The form behind "Say something", and what else is pressed meanwhile. */
export const personaRehearse = defineCommand<Services, typeof sayForm.fields>({
  name: "persona-rehearse",
  summary: "Say something to a persona in writing",
  access: "talk",
  isListed: false,
  form: sayForm,
  buttons: {
    rehearse: startButton("unasked"),
    "rehearse-thread": startButton("thread"),
    "rehearse-alone": startButton("alone"),
    "rehearse-say": sayButton,
    "rehearse-again": againButton,
    "rehearse-end": endButton,
    "rehearse-text": textButton,
  },

  async run({ text }, context) {
    const { services, formId, saved } = context;
    const [id = ""] = formId.split(".");
    const room = await findOwnRoom(id, context);
    if (room.state !== "open" && !(await wasSaid(room, context)))
      throw new GoneError("This rehearsal is over. Copy what you typed, and press Rehearse again.");
    const said = { conversation: room, formId, text };
    const isNew = await services.rehearsals.keep(said);
    await saved();
    const answer = await services.rehearsals.orLater(room, async () =>
      answerTo(room, await services.rehearsals.say(said, isNew), context),
    );
    return answer ?? keptView(room, text);
  },
});

/** The same form delivered twice is answered twice, also where the first delivery outlasted the rehearsal. */
async function wasSaid(room: Conversation, { services, formId }: Context<Services> & { formId: string }) {
  return (await services.rehearsals.lines(room)).some((line) => line.formId === formId);
}

async function answerTo(
  room: Conversation,
  result: SaidResult,
  context: Context<Services>,
): Promise<Outcome> {
  const { conversations } = context.services;
  if (result.kind === "refused") {
    const lines = await context.services.rehearsals.lines(room);
    const neverAnswered = lines.every(({ answer }) => answer === undefined);
    // A mode that is not there costs minutes for nothing.
    if (neverAnswered) await conversations.end(room, "person");
    const trouble = neverAnswered
      ? notOffered(result.words)
      : withSaid("Tavus did not take it.", "rejected", result.words);
    return viewOf(room, context, trouble);
  }
  if (result.kind === "noted") return viewOf(room, context);
  const { kind, words } = result.error;
  const { happened } = sentencesFor(kind, { operation: "rehearsal" });
  return viewOf(
    room,
    context,
    `${withSaid(happened, kind, words)}\nWhat you said is kept; Ask again tries once more.`,
  );
}

async function viewOf(room: Conversation, context: Context<Services>, trouble?: string): Promise<Outcome> {
  const { services, member } = context;
  const now = (await services.conversations.find(room.tenantId, room.id)) ?? room;
  const lines = await services.rehearsals.lines(room);
  const mayEdit = await maySave(now, context);
  const shown = { room: now, lines, mayEdit };
  if (now.threadId !== undefined && now.state === "open") {
    if (await showInThread(shown, services)) return besideThread(shown, { trouble, waits: isWaiting(lines) });
    const why = "It could not be shown in the thread, so it is here.";
    return {
      ...rehearsalView({ ...shown, trouble: [trouble, why].filter(Boolean).join(" ") }),
      visibility: "private",
    };
  }
  return { ...rehearsalView({ ...shown, trouble }), visibility: "private" };
  // The dialogue is the person's own.
  async function maySave({ personaId }: Conversation, asked: Context<Services>): Promise<boolean> {
    const persona = await asked.services.personas.find(member.tenantId, personaId);
    if (!persona || (await services.mayUse(member, "author"))) return false;
    return persona.createdBy === member.userId || (await member.role()) !== "member";
  }
}

/** Nobody sees or ends another's rehearsal here; managers end it as they end a call. */
async function findOwnRoom(id: string, { services, member }: Context<Services>): Promise<Conversation> {
  const room = await services.conversations.find(member.tenantId, id);
  if (room && room.mode === "chat" && room.userId === member.userId) return room;
  throw new UserError(
    room && room.userId !== member.userId
      ? "This is somebody else's rehearsal. Press Rehearse for one of your own."
      : "This rehearsal is not here any more. Press Rehearse for a new one.",
  );
}
