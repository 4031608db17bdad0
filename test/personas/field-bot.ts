import { expect } from "vitest";
import { readContent } from "../../src/database/persona/content-columns.ts";
import type { OpenDatabase } from "../support/databases.ts";
import { guild, type Person, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { openedForm } from "../support/recording-answering.ts";
import { heldAndSent, isAskedEarly, sampleValues } from "./field-samples.ts";

/** A bot with one persona, in whose every field something was said. */
export async function aBotWithSample(open: OpenDatabase, tenantId = workspace) {
  const bot = await startPersonaBot(open);
  const person = bot.person("U1", "admin", tenantId);
  await createSample(person, tenantId);
  return { bot, person, ...(await look(bot)) };
}

/** Discord asks the early ones before the form, Slack within it. */
async function createSample(person: Person, tenantId: string): Promise<void> {
  const isBefore = tenantId === guild ? isAskedEarly : () => false;
  const form = await person.open({ values: sampleValues(0, isBefore) });
  await person.send(
    form,
    sampleValues(0, (key) => !isBefore(key)),
  );
}

/** The one persona there is, deleted or not, as it lies in the database and in Tavus. */
export async function look(bot: PersonaBot) {
  const [row] = await bot.rows();
  const [tavus] = bot.account.personas;
  if (!row || !tavus) throw new Error("There is no persona.");
  return { id: row.id, content: readContent(row), tavus };
}

/** Its row says this, and Tavus holds what is to be sent of it, something at each place. */
export async function expectBoth(bot: PersonaBot, content: object): Promise<void> {
  const seen = await look(bot);
  expect(seen.content).toMatchObject(content);
  const [held, sent] = heldAndSent(seen.tavus.document, { ...seen.content, id: seen.id });
  expect(held).toEqual(sent);
  expect(Object.values(held)).not.toContain(undefined);
}

export async function openEdit(person: Person, id: string, options = {}) {
  return openedForm(await person.run("persona-edit", { persona: id, ...options }));
}
