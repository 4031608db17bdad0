import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { Reply } from "../../src/chat/reply.ts";
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
import { pressedIn } from "../support/pressed-in.ts";
import { openedForm, type RecordingAnswering } from "../support/recording-answering.ts";
import { sendSetup } from "../support/setup-form.ts";

/** How Tavus, or somebody in front of it, may answer everything from now on, and the words in that. */
const moods: [name: string, fault: FaultName | Fault, words: string | undefined][] = [
  ["a refused key", "invalidKey", "Invalid access token"],
  ["no credits", { status: 402, body: { detail: "No credits left" } }, "No credits left"],
  [
    "a plan",
    { status: 403, body: { error: { message: "Not available on your current plan" } } },
    "current plan",
  ],
  [
    "a limit",
    { status: 403, body: { detail: [{ loc: ["body"], msg: "Maximum number of personas reached" }] } },
    "Maximum number",
  ],
  ["a permission", { status: 403, body: { message: "You lack the permission" } }, "You lack the permission"],
  [
    "a block page",
    { status: 403, body: "<html><title>Blocked by Acme</title><p>tvsk_hidden1</p></html>" },
    "Blocked by Acme",
  ],
  ["a proxy that wants a login", { status: 407, body: "<title>Proxy login</title>" }, "Proxy login"],
  [
    "a refusal with paths",
    { status: 422, body: { error: { layers: { tts: ["bad engine"] } } } },
    "layers.tts: bad engine",
  ],
  [
    "too many requests",
    { status: 429, body: "Slow down, please", headers: { "retry-after": "60" } },
    "Slow down, please",
  ],
  [
    "an error of its own",
    { status: 500, body: { message: "Internal", errors: ["db is away"] } },
    "Internal; db is away",
  ],
  ["a login page with a 200", { status: 200, body: "<!doctype html><title>Sign in</title>" }, "Sign in"],
  [
    "an error with a 200",
    { status: 200, body: { success: false, message: "Quite impossible" } },
    "Quite impossible",
  ],
  ["an empty 200", { status: 200 }, undefined],
  ["a lost connection", "dropBefore", undefined],
  ["silence", "hang", undefined],
];

type Scene = { bot: PersonaBot; admin: Person; tavusId: string };
type Operation = {
  /** Makes everything ready while Tavus is well; resolves to what is done in its mood. */
  prepare(scene: Scene): Promise<() => Promise<RecordingAnswering>>;
  /** What may be said of it although it failed. */
  mayEndWell?: true;
};

async function shownAda({ admin }: Scene) {
  return admin.run("persona-show", { persona: "Ada" });
}

async function afterDeletingHere(scene: Scene) {
  const { admin } = scene;
  return pressIn(admin, await admin.run("persona-delete", { persona: "Ada" }), "Delete here only");
}

const operations: Record<string, Operation> = {
  create: {
    prepare:
      async ({ admin }) =>
      () =>
        admin.create({ name: "Bea" }),
  },
  edit: {
    async prepare({ admin }) {
      const form = openedForm(await admin.run("persona-edit", { persona: "Ada" }));
      return () => admin.send(form, { prompt: "You are Ada, changed." });
    },
  },
  delete: {
    async prepare({ admin }) {
      const asked = await admin.run("persona-delete", { persona: "Ada" });
      return () => pressIn(admin, asked, "Delete here and in Tavus");
    },
  },
  link: {
    async prepare(scene) {
      const { admin, tavusId } = scene;
      await pressIn(admin, await pressOffered(admin, await shownAda(scene), "Unlink"), "Unlink it");
      return () => admin.run("persona-link", { persona: "Ada", tavus_id: tavusId });
    },
  },
  import: {
    async prepare(scene) {
      const deleted = await afterDeletingHere(scene);
      return () => pressIn(scene.admin, deleted, "Import");
    },
  },
  "keep ours": {
    async prepare(scene) {
      scene.bot.account.changePersona(scene.tavusId, { persona_name: "Other" });
      const shown = await shownAda(scene);
      return () => pressIn(scene.admin, shown, "Keep ours");
    },
  },
  "keep theirs": {
    async prepare(scene) {
      scene.bot.account.changePersona(scene.tavusId, { persona_name: "Other" });
      const shown = await shownAda(scene);
      return () => pressIn(scene.admin, shown, "Keep theirs");
    },
  },
  "create again": {
    async prepare(scene) {
      scene.bot.account.removePersona(scene.tavusId);
      const shown = await shownAda(scene);
      return () => pressIn(scene.admin, shown, "Create again");
    },
  },
  retry: {
    async prepare({ bot, admin }) {
      bot.standIn.setFault("rejected", { operation: "create persona", times: 1 });
      const failed = await admin.create({ name: "Bea" });
      return () => pressIn(admin, failed, "Retry");
    },
  },
  list: {
    prepare:
      async ({ admin }) =>
      () =>
        admin.run("persona-list", { filter: "in-tavus-only" }),
  },
  show: {
    prepare:
      async ({ admin }) =>
      () =>
        admin.run("persona-show", { persona: "Ada" }),
    mayEndWell: true,
  },
  preview: {
    prepare:
      async ({ admin }) =>
      () =>
        admin.run("persona-sync", { mode: "preview" }),
  },
  "key check": {
    prepare:
      async ({ admin }) =>
      () =>
        sendSetup(admin, { tavus_key: "Bearer another-key-1234" }),
    mayEndWell: true,
  },
};

/** All that the last answer says, a refused form's reasons too. */
function saidIn({ said }: RecordingAnswering): Reply {
  const replies = said.flatMap((word) => ("reply" in word && word.reply ? [word.reply] : []));
  const last = replies.at(-1);
  if (!last) throw new Error(`nothing was said: ${JSON.stringify(said)}`);
  return last;
}

/** What nobody may read who did not create, and what nobody may read at all. */
const ofCreating = /was created|create it if not/;
const secrets = /tvsk_hidden1|sandbox-tavus-key|another-key-1234/;

function checkSentences(operation: string, reply: Reply, words: string | undefined): void {
  const labels = (reply.buttons ?? []).map(({ label }) => label);
  const text = [reply.title, reply.text, ...(reply.notes ?? [])].join("\n");
  for (const label of pressedIn(text)) expect(labels, text).toContain(label);
  expect(text).not.toMatch(secrets);
  if (words !== undefined) expect(text).toContain(words);
  if (!["create", "retry", "create again"].includes(operation)) expect(text).not.toMatch(ofCreating);
}

/** What the answer claims must be so, on both sides. */
async function checkClaims({ bot, tavusId }: Scene, reply: Reply): Promise<void> {
  const text = `${reply.title}\n${reply.text}`;
  const isInTavus = bot.account.persona(tavusId) !== undefined;
  const row = (await bot.rows()).find(({ name }) => name === "Ada" || name === "Other");
  if (text.includes("Nothing was deleted")) expect([isInTavus, row?.deleted_at]).toEqual([true, null]);
  if (/is gone here/i.test(text)) expect(row?.deleted_at).not.toBeNull();
  if (/gone here and in Tavus|gone already|not in Tavus any more/.test(text)) expect(isInTavus).toBe(false);
  if (/Not linked\./.test(text)) expect(row?.tavus_persona_id).toBeNull();
  if (/is ready|are linked|the same here and in Tavus/.test(text))
    throw new Error(`said to be well: ${text}`);
}

const cases = Object.entries(operations).flatMap(([name, operation], row) =>
  moods.map((mood, column) => ({
    name,
    operation,
    mood,
    tenantId: (row + column) % 2 === 0 ? workspace : guild,
  })),
);

forEachEngine((engine, open) => {
  // Rows are written in few of these: PostgreSQL is asked about those.
  const chosen =
    engine === "sqlite" ? cases : cases.filter(({ name }) => ["create", "edit", "delete"].includes(name));

  test.each(
    chosen.map((one) => [one.name, one.mood[0], one] as const),
  )("%s that meets %s is told as it is", async (name, _, one) => {
    const [, fault, words] = one.mood;
    // Short only where nothing ever comes.
    const bot = await startPersonaBot(open, { timeoutMs: fault === "hang" ? 250 : 10_000 });
    const admin = bot.person("U1", "admin", one.tenantId);
    await admin.create({ name: "Ada" });
    const scene = { bot, admin, tavusId: bot.account.personas[0]?.id ?? "" };
    const act = await one.operation.prepare(scene);
    bot.standIn.setFault(fault);

    const reply = saidIn(await act());

    checkSentences(name, reply, words);
    await checkClaims(scene, reply);
    if (!one.operation.mayEndWell)
      expect(reply.tone === "success").toBe(/“Ada” was deleted/.test(reply.title));
    expect(bot.written.join("")).not.toMatch(secrets);
  });
});
