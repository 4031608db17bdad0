import { callbackType, interactionType } from "../../stand-ins/discord/vocabulary.ts";
import type { WireEvent } from "../../stand-ins/discord/wire-event.ts";
import type { Strip } from "./strip.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** Puts into the strip what goes between Discord and the bot. */
export function noteDiscordEvent(strip: Strip, event: WireEvent): void {
  const step = discordStep(event);
  if (step === undefined) return;
  // The stand-in carries out an update before it says that the answer was one.
  const isUpdate = event.kind === "answer" && event.type === callbackType.update;
  if (isUpdate) strip.replaceLast(({ from, title }) => from === "bot" && title === editTitle, step);
  else strip.add([step]);
}

const editTitle = "the answer is edited";

const arrivals: Record<number, string> = {
  [interactionType.command]: "the command arrives",
  [interactionType.component]: "the press arrives",
  [interactionType.autocomplete]: "suggestions are asked for",
  [interactionType.modalSubmit]: "the form arrives",
};

const answers: Record<number, string> = {
  [callbackType.message]: "a message answers",
  [callbackType.deferredMessage]: "“thinking…”: the answer will follow",
  [callbackType.deferredUpdate]: "the press is acknowledged",
  [callbackType.update]: "the message is changed in place",
  [callbackType.autocomplete]: "suggestions",
  [callbackType.modal]: "a form opens",
};

function discordStep(event: WireEvent): UntimedStep | undefined {
  switch (event.kind) {
    case "interaction": {
      const title = arrivals[Number(event.payload.type)] ?? "an interaction arrives";
      return { from: "Discord", to: "bot", title, payload: event.payload };
    }
    case "answer": {
      const title = `${answers[event.type] ?? "an answer"}, after ${Math.round(event.ms)} ms`;
      return { from: "bot", to: "Discord", title, payload: event.data };
    }
    case "unanswered":
      return { from: "Discord", to: "person", title: "The application did not respond" };
    case "message":
      return messageStep(event);
    case "rest":
      return event.status < 400 ? undefined : refusedStep(event);
    case "gateway":
    case "commands":
    case "problem":
      return undefined;
  }
}

function messageStep({ change, message }: WireEvent & { kind: "message" }): UntimedStep | undefined {
  const { content, embeds, components } = message;
  const payload = { content, embeds, components };
  if (change === "edited") return { from: "bot", to: "Discord", title: editTitle, payload };
  if (change === "deleted") return { from: "bot", to: "Discord", title: "a message is deleted" };
  // The first answer's message is told of by "answer".
  const isAnswer = message.answers !== undefined && !message.isFollowUp;
  return isAnswer ? undefined : { from: "bot", to: "Discord", title: "a message is sent", payload };
}

function refusedStep({ route, status }: WireEvent & { kind: "rest" }): UntimedStep {
  return { from: "Discord", to: "bot", title: `refuses: ${status}`, payload: { route, status } };
}
