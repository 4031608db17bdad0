import { expect } from "vitest";
import type { FormValues } from "../../src/chat/form/field.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Person, PersonaBot } from "./persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "./recording-answering.ts";
import { untilTrue } from "./until-true.ts";

export const face = "r90bbd427f71";

/** Opens the form for Ada, who was made before, and sends it. */
export async function askForVideo(
  person: Person,
  typed: FormValues = { script: "Hello, I am Ada." },
  values: FormValues = { persona: "Ada" },
): Promise<RecordingAnswering> {
  const form = openedForm(await person.run("persona-video", values));
  return person.send(form, typed);
}

/** The id of the video that an answer is about. */
export function videoIn(answering: RecordingAnswering): string {
  return answerIn(answering).facts?.find(({ label }) => label === "ID here")?.value ?? "";
}

/** Lets time pass until something more is posted, and returns the posts. */
export async function untilPosted(bot: PersonaBot, count = 1): Promise<Reply[]> {
  await untilTrue(
    async () => {
      await bot.pass(5000);
      return bot.channels.messages.length >= count;
    },
    { what: "the post" },
  );
  return bot.channels.messages.map(({ reply }) => reply);
}

export function titlesOf(bot: PersonaBot): string[] {
  return bot.channels.messages.map(({ reply }) => reply.title);
}

/** Bodies of requests for a new video. */
export function sentVideos({ standIn }: PersonaBot): unknown[] {
  return standIn.requests.filter(({ operation }) => operation === "create video").map(({ body }) => body);
}

export function expectOneInTavus(bot: PersonaBot): void {
  expect(bot.account.videos.all).toHaveLength(1);
}
