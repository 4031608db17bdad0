import { pressOffered, reads, type Seen } from "../black-box/black-box-chat.ts";
import type { BotInProcess } from "../bot-in-process.ts";
import { callActs } from "./call-acts.ts";
import { outsideActs } from "./outside-acts.ts";
import { setupActs } from "./setup-acts.ts";
import { type Act, buttonAfter, createFirst, prompt, type Stage, videoFace } from "./stage.ts";
import { templateActs } from "./template-acts.ts";

const otherPrompt = "You were edited and help all the same.";

const shown = ({ chat, name }: Stage, label: string) =>
  buttonAfter(chat, () => chat.run("persona-show", { persona: name }), label);

async function linkOf({ rows, name }: Stage) {
  return rows
    .selectFrom("personas as p")
    .innerJoin("links as l", (join) =>
      join.onRef("l.tenant_id", "=", "p.tenant_id").onRef("l.subject_id", "=", "p.id"),
    )
    .selectAll()
    .where("p.name", "=", name)
    .where("p.deleted_at", "is", null)
    .executeTakeFirst();
}

const inTavus = ({ bot, name }: Stage) =>
  bot.world.tavus.account().personas.filter(({ document }) => document.persona_name === name);

const askedToUnlink = (stage: Stage) =>
  buttonAfter(
    stage.chat,
    async () => pressOffered(stage.chat, await shown(stage, "Edit"), "Unlink"),
    "Unlink it",
  );

async function unlinked(stage: Stage): Promise<{ seen: Seen; tavusId: string }> {
  await createFirst(stage);
  const [persona] = inTavus(stage);
  const asked = await askedToUnlink(stage);
  const seen = await buttonAfter(stage.chat, () => asked.press("Unlink it"), "Retry");
  return { seen, tavusId: persona?.id ?? "" };
}

/** Linked, changed in Tavus since, and noticed. */
async function differing(stage: Stage, label: string): Promise<Seen> {
  await createFirst(stage);
  const [persona] = inTavus(stage);
  const held = String(persona?.document.system_prompt).replace(prompt, otherPrompt);
  await stage.chat.run("persona-sync");
  await reads(stage.chat, "Both sides were compared");
  stage.bot.world.tavus.account().changePersona(persona?.id ?? "", { system_prompt: held });
  return shown(stage, label);
}

const byPersona = { table: "personas", named: (name: string) => name } as const;

const videoOf = (name: string) => `Video of ${name}`;

const isReady = (name: string) => new RegExp(`“${name}” is ready|“${name}” \\(\\w+\\) is linked`);

export const acts: { [name: string]: Act } = {
  ...callActs,
  ...templateActs,
  ...setupActs,
  ...outsideActs,
  create: {
    async begin({ chat, name }) {
      const form = await chat.openForm();
      return () => form.submit({ name, prompt });
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "linked",
    done: isReady,
    isToldByLink: byPersona,
    typed: prompt,
  },
  edit: {
    async begin(stage) {
      await createFirst(stage);
      const form = await stage.chat.runForForm("persona-edit", { persona: stage.name });
      return () => form.submit({ prompt: otherPrompt });
    },
    async isDone(stage) {
      const link = await linkOf(stage);
      return link?.prompt === otherPrompt && link.pushed_revision === link.revision;
    },
    done: isReady,
    isToldByLink: byPersona,
    typed: otherPrompt,
  },
  "delete both": {
    async begin(stage) {
      await createFirst(stage);
      const { chat, name } = stage;
      const asked = await buttonAfter(
        chat,
        () => chat.run("persona-delete", { persona: name }),
        "Delete here and in Tavus",
      );
      return () => asked.press("Delete here and in Tavus");
    },
    isDone: async (stage) => (await linkOf(stage)) === undefined,
    done: (name) => new RegExp(`“${name}” was deleted`),
  },
  "delete here": {
    async begin(stage) {
      await createFirst(stage);
      const { chat, name } = stage;
      const label = "Delete here only";
      const asked = await buttonAfter(chat, () => chat.run("persona-delete", { persona: name }), label);
      return () => asked.press(label);
    },
    isDone: async (stage) => (await linkOf(stage)) === undefined,
    done: (name) => new RegExp(`“${name}” was deleted`),
  },
  "bring back": {
    async begin(stage) {
      await createFirst(stage);
      const { chat, name } = stage;
      const label = "Delete here only";
      const asked = await buttonAfter(chat, () => chat.run("persona-delete", { persona: name }), label);
      const deleted = await buttonAfter(chat, () => asked.press(label), "Import");
      return () => deleted.press("Import");
    },
    isDone: async (stage) => (await linkOf(stage)) !== undefined,
    done: (name) => new RegExp(`“${name}” is here again`),
  },
  undo: {
    async begin(stage) {
      await createFirst(stage);
      const { chat, name } = stage;
      const label = "Delete here and in Tavus";
      const asked = await buttonAfter(chat, () => chat.run("persona-delete", { persona: name }), label);
      const deleted = await buttonAfter(chat, () => asked.press(label), "Undo");
      return () => deleted.press("Undo");
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "linked" && inTavus(stage).length > 0,
    done: isReady,
    isToldByLink: byPersona,
  },
  "create again": {
    async begin(stage) {
      await createFirst(stage);
      stage.bot.world.tavus.account().removePersona(inTavus(stage)[0]?.id ?? "");
      const seen = await shown(stage, "Create again");
      return () => seen.press("Create again");
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "linked" && inTavus(stage).length > 0,
    done: isReady,
    isToldByLink: byPersona,
  },
  unlink: {
    async begin(stage) {
      await createFirst(stage);
      const seen = await askedToUnlink(stage);
      return () => seen.press("Unlink it");
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "failed",
    done: (name) => new RegExp(`“${name}” is not linked any more`),
  },
  link: {
    async begin(stage) {
      const { tavusId } = await unlinked(stage);
      return () => stage.chat.run("persona-link", { persona: stage.name, tavus_id: tavusId });
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "linked",
    done: (name) => new RegExp(`“${name}” is linked`),
  },
  retry: {
    async begin(stage) {
      const { seen } = await unlinked(stage);
      return () => seen.press("Retry");
    },
    isDone: async (stage) => (await linkOf(stage))?.state === "linked",
    done: isReady,
    isToldByLink: byPersona,
    mostInTavus: 2,
  },
  "keep ours": {
    async begin(stage) {
      const seen = await differing(stage, "Keep ours");
      return () => seen.press("Keep ours");
    },
    isDone: async (stage) => isPushed(await linkOf(stage)) && holds(inTavus(stage), prompt),
    done: (name) => new RegExp(`“${name}” is in step with Tavus|${isReady(name).source}`),
    isToldByLink: byPersona,
  },
  "keep theirs": {
    async begin(stage) {
      const seen = await differing(stage, "Keep theirs");
      return () => seen.press("Keep theirs");
    },
    isDone: async (stage) => (await linkOf(stage))?.prompt.includes(otherPrompt) ?? false,
    done: (name) => new RegExp(`“${name}” is in step with Tavus`),
  },
  overwrite: {
    async begin(stage) {
      await createFirst(stage);
      stage.bot.world.tavus.account().openDraft(inTavus(stage)[0]?.id ?? "");
      const form = await stage.chat.runForForm("persona-edit", { persona: stage.name });
      const refused = await buttonAfter(stage.chat, () => form.submit({ prompt: otherPrompt }), "Overwrite");
      return () => refused.press("Overwrite");
    },
    isDone: async (stage) => isPushed(await linkOf(stage)) && holds(inTavus(stage), otherPrompt),
    done: isReady,
    isToldByLink: byPersona,
  },
  sync: {
    async begin({ bot, chat, name }) {
      bot.world.tavus.account().addPersona({ name });
      return () => chat.run("persona-sync");
    },
    isDone: async (stage) => (await linkOf(stage)) !== undefined,
    done: () => /Imported from Tavus: \d/,
    // Where its progress was shown in direct messages, its end stands there too.
    mostTold: { Slack: 2 },
  },
  share: {
    async begin(stage) {
      const ready = await createFirst(stage);
      return () => ready.press("Share to channel");
    },
    isDone: async ({ bot: { world }, name }) => JSON.stringify(publicMessages(world)).includes(name),
    done: () => /Shared to the channel\./,
  },
  "make a video": {
    async begin(stage) {
      const { chat, name } = stage;
      await createFirst(stage, { replica: videoFace });
      const form = await chat.runForForm("persona-video", { persona: name });
      return () => form.submit({ name: videoOf(name), script: prompt });
    },
    async isDone({ rows, name }) {
      const video = rows
        .selectFrom("videos as v")
        .innerJoin("links as l", (join) =>
          join.onRef("l.tenant_id", "=", "v.tenant_id").onRef("l.subject_id", "=", "v.id"),
        )
        .select("l.state")
        .where("v.name", "=", videoOf(name));
      return (await video.executeTakeFirst())?.state === "linked";
    },
    done: (name) => new RegExp(`“${videoOf(name)}” is queued|“${videoOf(name)}” \\(\\w+\\): queued`),
    isToldByLink: { table: "videos", named: videoOf },
    typed: prompt,
  },
  "export everything": {
    async begin({ chat }) {
      const asked = await buttonAfter(chat, () => chat.run("persona-forget"), "Export everything");
      return () => asked.press("Export everything");
    },
    // What it is to bring about is told by the file alone.
    isDone: async () => false,
    done: () => /^$/,
  },
  "export the log": {
    async begin(stage) {
      await createFirst(stage);
      const seen = await buttonAfter(stage.chat, () => stage.chat.run("persona-status"), "Export the log");
      return () => seen.press("Export the log");
    },
    isDone: async () => false,
    done: () => /^$/,
  },
  forget: {
    endsTeam: true,
    async begin(stage) {
      await createFirst(stage);
      const { chat } = stage;
      const asked = await buttonAfter(chat, () => chat.run("persona-forget"), "Export everything");
      const label = "I have the file: delete all";
      const exported = await buttonAfter(chat, () => asked.press("Export everything"), label);
      return () => exported.press(label);
    },
    async isDone({ rows, chat: { tenantId } }) {
      const query = rows.selectFrom("forgotten").select("ended_at").where("tenant_id", "=", tenantId);
      return (await query.executeTakeFirst())?.ended_at != null;
    },
    done: () => /Everything was forgotten/,
  },
};

function isPushed(link: { revision: number; pushed_revision: number } | undefined): boolean {
  return link !== undefined && link.pushed_revision === link.revision;
}

function holds(personas: readonly { document: Record<string, unknown> }[], words: string): boolean {
  return personas.some(({ document }) => String(document.system_prompt).includes(words));
}

function publicMessages({ discord, slack }: BotInProcess["world"]): unknown[] {
  const [guild] = discord.guilds;
  return [discord.messages(guild?.channel("general").id ?? ""), slack.messages("C0GENERAL")].map((messages) =>
    messages.map((message) => ("text" in message ? message.text : message.embeds)),
  );
}
