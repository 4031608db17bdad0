import fc from "fast-check";
import { expect, test } from "vitest";
import { inUtc } from "../../src/chat/time-mark.ts";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import type { Persona } from "../../src/personas/persona.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import {
  buttonIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";

const member = "u1";
const dayMs = 86_400_000;

async function startLimited(open: OpenDatabase, limits: { member: number; team: number }) {
  const bot = await startPersonaBot(open);
  await createSettingsStore(bot.database).change(workspace, {
    limits: { "creates.member": limits.member, "creates.team": limits.team },
  });
  const made = () => bot.standIn.requests.filter(({ operation }) => operation === "create persona").length;
  return { bot, made, person: bot.person(member, "member") };
}

async function only(bot: PersonaBot): Promise<Persona> {
  const { personas } = await bot.personas.list(workspace, { filter: "all", search: "" });
  const persona = await bot.personas.find(workspace, personas[0]?.id ?? "");
  if (!persona) throw new Error("There is no persona.");
  return persona;
}

const press = (person: Person, action: string, state: string) =>
  person.press({ label: action, action, state });

/** Lets go of what Tavus has for it. */
async function letGo(bot: PersonaBot, { id }: Persona): Promise<void> {
  await bot.personas.unlink({ tenantId: workspace, id });
}

/** It is gone in Tavus, and a sync or a look has seen it. */
async function lose(bot: PersonaBot, persona: Persona): Promise<void> {
  bot.account.removePersona(persona.tavusPersonaId ?? "");
}

type Way = {
  before(bot: PersonaBot, persona: Persona): Promise<void>;
  ask(parts: { bot: PersonaBot; person: Person; persona: Persona }): Promise<unknown>;
};

const edit = { name: "Ada again", prompt: "You are Ada again." };

/** Every way to have something made in Tavus again. */
const ways: Record<string, Way> = {
  "Retry after Unlink": {
    before: letGo,
    ask: ({ person, persona }) => press(person, "retry", persona.id),
  },
  "Create again of what is gone": {
    before: lose,
    ask: ({ person, persona }) => press(person, "create-again", persona.id),
  },
  "Unlink of what is gone, then Retry": {
    before: async (bot, persona) => {
      await lose(bot, persona);
      await bot.personas.sync(
        { tenantId: workspace, startedBy: "u9", mode: "apply", isMassMissingConfirmed: true },
        () => undefined,
      );
      await bot.personas.unlinkMissing({ tenantId: workspace, id: persona.id });
    },
    ask: ({ person, persona }) => press(person, "retry", persona.id),
  },
  "a sync, which makes what is only here": {
    async before(bot, persona) {
      await letGo(bot, persona);
      await lose(bot, persona);
    },
    ask: ({ bot }) =>
      bot.personas.sync({ tenantId: workspace, startedBy: member, mode: "apply" }, () => undefined),
  },
  "Retry, and an edit of what the limit stopped": {
    before: letGo,
    async ask({ bot, person, persona }) {
      await press(person, "retry", persona.id);
      const form = await person.command({ command: "persona-edit", values: { persona: persona.id } });
      await person.send(openedForm(form), edit);
      return bot.personas.find(workspace, persona.id);
    },
  },
  "Retry, and another replica": {
    before: letGo,
    async ask({ bot, person, persona }) {
      await press(person, "retry", persona.id);
      const [replica] = await bot.services.replicas.usable(workspace);
      return bot.personas.changeReplica(
        { tenantId: workspace, id: persona.id, replicaId: replica?.id ?? "", by: member },
        async () => {},
      );
    },
  },
  "Retry, and Retry for all that waits": {
    before: letGo,
    async ask({ bot, person, persona }) {
      await press(person, "retry", persona.id);
      return bot.personas.retryWaiting(workspace, member);
    },
  },
};

forEachEngine((_engine, open) => {
  test.each(Object.entries(ways))("%s takes from the day's limit", async (_way, { before, ask }) => {
    const { bot, made, person } = await startLimited(open, { member: 1, team: 5 });
    await person.create();
    const persona = await only(bot);
    await before(bot, persona);

    await ask({ bot, person, persona });
    await untilTrue(async () => (await only(bot)).link === "failed", { what: "the limit to be in the way" });

    expect(made()).toBe(1);
    expect(await only(bot)).toMatchObject({ failure: { cause: "memberLimit", words: "1" } });
    bot.skip(dayMs);
    await press(person, "retry", persona.id);
    await untilTrue(async () => (await only(bot)).link === "linked", { what: "the next day to be another" });
    expect(made()).toBe(2);
  });

  test("whoever meets the limit reads which it is, when it starts anew and who can raise it", async () => {
    const { bot, person } = await startLimited(open, { member: 1, team: 1 });
    await person.create();
    const persona = await only(bot);
    await letGo(bot, persona);

    const reply = answerIn(await press(person, "retry", persona.id));

    expect(reply.title).toBe("The team's daily limit was used up");
    expect(reply.text).toContain("The limit is 1 a day.");
    expect(inUtc(reply.text ?? "")).toMatch(/It resets \d{4}-\d\d-\d\d 00:00 UTC\. /);
    expect(reply.text).toContain("/persona-setup");
    expect(buttonIn(reply, "Retry").state).toBe(persona.id);
    bot.skip(dayMs);
    const later = answerIn(await person.run("persona-show", { persona: persona.id }));
    expect(inUtc(later.text ?? "")).toMatch(/It was reset \d{4}-\d\d-\d\d 00:00 UTC\. Press Retry to try/);
    const read = answerIn(await bot.person("u2", "member").run("persona-show", { persona: persona.id }));
    expect(inUtc(read.text ?? "")).toMatch(
      /It was reset [\d-]+ 00:00 UTC\. It is not tried again by itself\. Whoever may change it /,
    );
  });

  test("what Tavus refused for good takes nothing, and a lost one is taken once", async () => {
    const { bot, made, person } = await startLimited(open, { member: 1, team: 5 });
    bot.standIn.setFault("rejected", { operation: "create persona", times: 2 });
    await person.create();
    const persona = await only(bot);
    await press(person, "retry", persona.id);
    await untilTrue(() => made() === 2, { what: "the second refusal" });
    await untilTrue(async () => (await only(bot)).link === "failed", { what: "it to be stored" });
    bot.standIn.setFault("dropBefore", { operation: "create persona", times: 1 });
    await press(person, "retry", persona.id);
    await untilTrue(() => made() === 3, { what: "the lost one" });
    bot.skip(60_000);
    await untilTrue(async () => (await only(bot)).link === "linked", { what: "it to be made after all" });

    await letGo(bot, await only(bot));
    await press(person, "retry", persona.id);

    expect(made()).toBe(4);
    expect(await only(bot)).toMatchObject({ link: "failed", failure: { cause: "memberLimit" } });
  });

  test("of fifty that are asked for at once no more are made than the limit allows", async () => {
    const { bot, made } = await startLimited(open, { member: 100, team: 60 });
    const people = Array.from({ length: 50 }, (_, at) => bot.person(`u${at}`));
    for (const one of people) await one.create();
    await untilTrue(() => made() === 50, { what: "the first fifty" });
    const { personas } = await bot.personas.list(workspace, { filter: "all", search: "" });
    expect(personas).toHaveLength(10);
    const rows = await bot.rows();
    for (const { id } of rows) await bot.personas.unlink({ tenantId: workspace, id });

    await Promise.all(rows.map(({ id, created_by }) => bot.personas.retry(workspace, id, created_by)));
    // On a busy machine the last of them are on their way for longer than anybody waits for an answer.
    const states = async () => (await bot.rows()).map(({ link }) => link);
    await untilTrue(async () => !(await states()).includes("pending"), { what: "the last one" });

    expect(made()).toBe(60);
    expect((await states()).filter((state) => state === "linked")).toHaveLength(10);
    expect((await states()).filter((state) => state === "failed")).toHaveLength(40);
  }, 60_000);

  test("no walk of one member makes more in Tavus than the limit allows", async () => {
    const anyVerb = fc.constantFrom(...Object.keys(verbs));
    const stays = fc.asyncProperty(fc.array(anyVerb, { minLength: 8, maxLength: 25 }), async (walk) => {
      const { bot, made, person } = await startLimited(open, { member: 3, team: 4 });
      for (const name of walk) await verbs[name]?.({ bot, person });
      expect(made(), walk.join(", ")).toBeLessThanOrEqual(3);
    });

    await fc.assert(stays, { numRuns: 8, seed: 20_261_128 });
  }, 120_000);
});

type Walking = { bot: PersonaBot; person: Person };

async function some(bot: PersonaBot): Promise<Persona | undefined> {
  const { personas } = await bot.personas.list(workspace, { filter: "all", search: "" });
  const chosen = personas.at(bot.standIn.requests.length % (personas.length || 1));
  return chosen && bot.personas.find(workspace, chosen.id);
}

const pressing =
  (action: string) =>
  async ({ bot, person }: Walking) => {
    const persona = await some(bot);
    if (persona) await press(person, action, persona.id);
  };

/** What a member can do; each with a Tavus that takes everything. */
const verbs: Record<string, (walking: Walking) => Promise<unknown>> = {
  create: ({ person }) => person.create(),
  unlink: pressing("unlink"),
  retry: pressing("retry"),
  "create again": pressing("create-again"),
  "keep ours": pressing("keep-ours"),
  overwrite: pressing("overwrite"),
  "lose it in Tavus": async ({ bot }) => {
    const [persona] = bot.account.personas;
    if (persona) bot.account.removePersona(persona.id);
  },
  edit: async ({ bot, person }) => {
    const persona = await some(bot);
    if (!persona) return;
    const form = await person.command({ command: "persona-edit", values: { persona: persona.id } });
    await person.send(openedForm(form), edit);
  },
  sync: ({ bot }) =>
    bot.personas.sync(
      { tenantId: workspace, startedBy: member, mode: "apply", isMassMissingConfirmed: true },
      () => undefined,
    ),
  "retry all": ({ bot }) => bot.personas.retryWaiting(workspace, member),
};
