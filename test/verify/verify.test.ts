import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { createTavusReplay } from "../../sandbox/stand-ins/tavus/replay.ts";
import type { Operation } from "../../sandbox/stand-ins/tavus/routes.ts";
import {
  createTavusStandIn,
  defaultTavusKey,
  type TavusStandIn,
  type TavusStandInOptions,
} from "../../sandbox/stand-ins/tavus/stand-in.ts";
import { type VerifyOptions, verifyTavus } from "../../src/verify/verify.ts";

async function start(options: TavusStandInOptions = {}): Promise<TavusStandIn> {
  const standIn = await createTavusStandIn(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

async function verify({ url }: { url: string }, options: Partial<VerifyOptions> = {}) {
  const said: string[] = [];
  const end = await verifyTavus({
    apiUrl: url,
    key: defaultTavusKey,
    vocabulary: "personas",
    timeoutMs: 2000,
    say: (line) => said.push(line),
    ...options,
  });
  const table = said.find((line) => line.includes("Assumed"))?.split("\n") ?? [];
  return { ...end, said, table, mark: (point: string) => table.find((line) => line.includes(point))?.[0] };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "personaforge-verify-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function expectNothingLeft(standIn: TavusStandIn, before: readonly unknown[] = []): void {
  expect(standIn.account().personas).toEqual(before);
  expect(standIn.account().rooms.all).toEqual([]);
}

const moods: [string, TavusStandInOptions, VerifyOptions["vocabulary"], { [point: string]: string }][] = [
  ["as documented", {}, "personas", { "A list's total": "✔", "limit=100": "✔", "A patch ": "✔" }],
  ["in the new words", { getReply: "bare", masksKeys: true }, "pals", { "Reading one ": "✔", Create: "✔" }],
  [
    "otherwise in every list",
    { total: "pageLength", beyondEnd: "lastPage", limitMaximum: 50, order: "shuffled" },
    "personas",
    { "A page after the end": "~", "limit=100": "~" },
  ],
  ["in either vocabulary at once", { dialect: "mixed", beyondEnd: "refused" }, "personas", { Create: "✔" }],
];

test.each(moods)("a Tavus %s is described, and left as it was", async (_, mood, vocabulary, marks) => {
  const standIn = await start(mood);
  const own = standIn.account().addPersona({ name: "Ada", systemPrompt: "Nobody else's business." });

  const { exitCode, message, mark, said } = await verify(standIn, { vocabulary });

  expect(Object.fromEntries(Object.keys(marks).map((point) => [point, mark(point)]))).toEqual(marks);
  expect({ exitCode, message }).toMatchObject({
    exitCode: 0,
    message: expect.stringContaining("as assumed"),
  });
  expectNothingLeft(standIn, [own]);
  expect(said.join("\n")).not.toMatch(/Nobody else's business|sandbox-tavus-key/);
});

const operations: Operation[] = [
  "create persona",
  "get persona",
  "list personas",
  "patch persona",
  "create conversation",
  "end conversation",
  "delete conversation",
  "delete persona",
  "list voices",
];
const faults: FaultName[] = ["serverErrors", "dropAfter", "nonsense", "emptyReply"];

test.each(
  operations.flatMap((operation) => faults.map((fault) => [operation, fault] as const)),
)("when %s meets %s once, nothing is left behind all the same", async (operation, fault) => {
  const standIn = await start();
  standIn.setFault(fault, { operation, times: 1 });

  const { message } = await verify(standIn);

  expectNothingLeft(standIn);
  expect(message).toContain("not seen");
});

test("what could not be removed is named", async () => {
  const standIn = await start();
  standIn.setFault("serverErrors", { operation: "delete persona" });

  const { exitCode, message } = await verify(standIn);

  const [left] = standIn.account().personas;
  expect(exitCode).toBe(1);
  expect(message).toContain(`Please delete the persona ${left?.id} in Tavus`);
});

test("a run that is stopped takes away what it made", async () => {
  const standIn = await start();

  const { exitCode } = await verify(standIn, { isStopped: () => standIn.account().personas.length > 0 });

  expect(exitCode).toBe(1);
  expectNothingLeft(standIn);
});

test("a key that Tavus refuses is named, and nothing is made", async () => {
  const standIn = await start();

  const { exitCode, message } = await verify(standIn, { key: "not-this-one" });

  expect({ exitCode, message }).toEqual({
    exitCode: 1,
    message: expect.stringContaining("Tavus refuses TAVUS_API_KEY"),
  });
  expectNothingLeft(standIn);
});

test("a record holds no key, no token and nothing of the account's own, and can be played again", async () => {
  const standIn = await start();
  standIn.account().addPersona({
    name: "Ada of ours",
    systemPrompt: "Nobody else's business.",
    document: { context: "Private facts", layers: { tts: { api_key: "sk-tts", external_voice_id: "v" } } },
  });
  const folder = await temporaryFolder();
  const mark = "personaforge-verify-0123456789";

  const live = await verify(standIn, { recordTo: folder, mark });
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
  );
  const replay = await createTavusReplay(folder);
  onTestFinished(() => replay.close());
  const replayed = await verify(replay, { mark });

  expect(texts.length).toBeGreaterThan(25);
  expect(texts.join("\n")).not.toMatch(
    /sandbox-tavus-key|personaforge-wrong-key|sk-tts|Ada of ours|Nobody else's|Private facts/,
  );
  expect(texts.filter((text) => /"meeting_token": "(?!\(hidden)/.test(text))).toEqual([]);
  expect(replayed.table).toEqual(live.table);
});

test("a Tavus that quotes the key has it shown and kept nowhere, however it writes it", async () => {
  const [key, folder] = ["tvs+k/e&y=1815", await temporaryFolder()];
  const forms = [key, encodeURIComponent(key)];
  const standIn = await start({ accounts: [{ keys: [key] }] });
  const headers = { "retry-after": encodeURIComponent(key) };
  standIn.setFault({ status: 401, body: { message: forms.join(" or ") }, headers }, { key });

  const { said, message } = await verify(standIn, { key, recordTo: folder });
  const kept = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));

  const shown = [...said, message, ...kept].join("\n");
  expect(shown).toContain("401 (key) or (key)");
  for (const form of forms) expect(shown).not.toContain(form);
});

test("where no exchange can be kept nothing is done", async () => {
  const standIn = await start();
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");

  const { exitCode, message, said } = await verify(standIn, { recordTo: file });

  expect([exitCode, message]).toEqual([1, `${file} cannot be written (EEXIST). Nothing was done.`]);
  expect(said).toEqual([]);
});

test("a folder that takes no more leaves nothing in the account, and is named", async () => {
  const standIn = await start();
  const folder = await temporaryFolder();
  let isMade = false;
  // As a disk that is full from then on.
  const say = async () => {
    if (isMade || standIn.account().personas.length === 0) return;
    isMade = true;
    // At once: what is written while a folder is emptied would keep it.
    await rename(folder, join(await temporaryFolder(), "moved"));
  };

  const { exitCode, message } = await verify(standIn, { recordTo: folder, say });

  expect(isMade).toBe(true);
  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/cannot be written \(ENOENT\)\. Not every exchange/),
  ]);
  expectNothingLeft(standIn);
});
