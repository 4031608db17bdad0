import type { FormValues } from "../../src/chat/form/field.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { inUtc } from "../../src/chat/time-mark.ts";
import type { Person } from "./persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "./recording-answering.ts";

/** Opens /persona-setup and sends it with these fields changed. */
export async function sendSetup(person: Person, typed: FormValues = {}): Promise<RecordingAnswering> {
  return person.send(openedForm(await person.run("persona-setup")), typed);
}

/** The same where it is expected to be taken. */
export async function setUp(person: Person, typed: FormValues = {}): Promise<Reply> {
  return answerIn(await sendSetup(person, typed));
}

/** What the answer says under this label, its times in UTC. */
export function factIn({ facts = [] }: Reply, label: string) {
  const found = facts.find((fact) => fact.label === label);
  if (!found) throw new Error(`no fact “${label}” among: ${facts.map((fact) => fact.label).join(", ")}`);
  return { ...found, value: inUtc(found.value) };
}
