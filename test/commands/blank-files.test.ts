import { expect, test } from "vitest";
import type { FormValues } from "../../src/chat/form/field.ts";
import type { OpenForm } from "../../src/chat/form/form.ts";
import { forEachEngine } from "../support/databases.ts";
import {
  guild,
  type Person,
  type PersonaBot,
  pressIn,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { openedForm, recordAnswering, refusalIn } from "../support/recording-answering.ts";
import { face, sentVideos } from "../support/video-maker.ts";

type Case = { what: string; file: string; open(person: Person): Promise<OpenForm>; typed?: FormValues };

async function templateForm(person: Person): Promise<OpenForm> {
  const shown = await person.run("persona-show", { persona: "Ada" });
  const form = openedForm(await pressOffered(person, shown, "Save as template"));
  return openedForm(await pressIn(person, await person.send(form, { name: "Guide" }), "Edit"));
}

/** Every form that takes a file, with nothing wrong in it but that. */
const cases: Case[] = [
  {
    what: "a new persona",
    file: "prompt_file",
    open: (person) => person.open(),
    typed: { name: "Eva", prompt: "You are Eva." },
  },
  {
    what: "an edit",
    file: "prompt_file",
    open: async (person) => openedForm(await person.run("persona-edit", { persona: "Ada" })),
    typed: { description: "Somebody else." },
  },
  { what: "a template", file: "prompt_file", open: templateForm, typed: { description: "Another." } },
  {
    what: "a video",
    file: "script_file",
    open: async (person) => openedForm(await person.run("persona-video", { persona: "Ada" })),
    typed: { script: "Hello." },
  },
];

forEachEngine((_, open) => {
  test.each(
    [workspace, guild].flatMap((team) => cases.map((one) => ({ ...one, team }))),
  )("a file with nothing in it changes nothing, and is named: $what, $team", async (one) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", one.team);
    await admin.create({ name: "Ada", replica: face });
    const form = await one.open(admin);
    const before = await standing(bot);

    for (const text of ["", " \r\n", "\u200b\n"]) {
      const file = { name: "a.txt", sizeBytes: text.length, url: "https://files.example/1" };
      const answering = recordAnswering({ files: { [file.url]: text } });
      await admin.send(form, { ...one.typed, [one.file]: file }, answering);

      expect(refusalIn(answering).errors).toEqual({
        [one.file]: "“a.txt” holds no text. Choose a file that does, or leave it out.",
      });
      expect(await standing(bot)).toEqual(before);
    }
  });
});

async function standing(bot: PersonaBot) {
  const templates = await bot.database.kysely.selectFrom("templates").selectAll().execute();
  const rows = (await bot.rows()).map(({ name, prompt, revision }) => ({ name, prompt, revision }));
  return { rows, templates, held: bot.account.personas, videos: sentVideos(bot) };
}
