import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import type { FleetWay } from "../../../sandbox/page/fleet/start-fleet.ts";
import { openPageSocket } from "../../../sandbox/page/page-socket.ts";
import type { Act } from "../../../sandbox/page/protocol/act.ts";
import type { ServerMessage } from "../../../sandbox/page/protocol/messages.ts";
import type { Picture } from "../../../sandbox/page/protocol/picture.ts";
import { type Page, servePage } from "../../../sandbox/page/serve/serve-page.ts";
import { untilTrue } from "../../support/until-true.ts";

/** The ids of the sandbox's cast. */
export const cast = {
  studio: "1100000000000000001",
  general: "1200000000000000001",
  alice: "1400000000000000001",
  mia: "1400000000000000003",
};

/** Somebody at the page, without a browser. */
export type Visitor = {
  /** What was shown last. */
  picture(): Picture;
  /** Rejects with the sentence of a refusal. */
  act(act: Act): Promise<unknown>;
  /** The picture, once it is like this. */
  sees(what: string, isRight: (picture: Picture) => boolean): Promise<Picture>;
};

/** A folder for what is kept and for the page, gone when the test is over. */
export async function aSandboxFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a sandbox that ends with the test. `fleet`: as `servePage` has it. */
export async function startPage(folder: string, fleet?: FleetWay): Promise<Page> {
  const page = await serve(folder, fleet);
  onTestFinished(() => page.close());
  return page;
}

/** One sandbox for all tests of a file: call it in a describe, and the result in its tests. */
export function sharePage(): () => Page {
  let shared: { page: Page; folder: string } | undefined;
  beforeAll(async () => {
    const folder = await makeFolder();
    shared = { folder, page: await serve(folder) };
  });
  afterAll(async () => {
    await shared?.page.close();
    if (shared) await rm(shared.folder, { recursive: true, force: true });
  });
  return () => {
    if (shared === undefined) throw new Error("The sandbox has not started.");
    return shared.page;
  };
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "personaforge-page-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>The page</title>");
  await writeFile(join(folder, "app.js"), "export {};");
  return folder;
}

function serve(folder: string, fleet?: FleetWay): Promise<Page> {
  const usual = { dataFolder: join(folder, "data"), pageFolder: folder, port: 0 };
  return servePage({ ...usual, ...(fleet && { fleet }) });
}

/** Of a test in which the bot may have to start first. */
export const startTimeout = 90_000;

/** Waits until the bot runs. The sandbox gives up a start that a busy machine makes too slow; here it is repeated. */
export async function untilBotRuns({ sandbox: { bot } }: Page): Promise<void> {
  await untilTrue(
    async () => {
      const { state } = bot.picture();
      if (state === "crashed") await bot.start().catch(() => undefined);
      return state === "running";
    },
    { what: "a bot that runs", patienceMs: 50_000 },
  );
}

/** Opens the page and waits until the bot runs and has registered its commands. */
export async function visit(page: Page): Promise<Visitor> {
  await untilBotRuns(page);
  const { url } = page;
  const socket = openPageSocket(url, url);
  onTestFinished(() => socket.terminate());
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  let shown: Picture | undefined;
  let lastId = 0;
  socket.on("message", (data) => {
    const message: ServerMessage = JSON.parse(String(data));
    if (message.kind === "picture") shown = message.picture;
    else if (message.kind === "done") answers.get(message.id)?.resolve(message.result);
    else answers.get(message.id)?.reject(new Error(message.problem));
  });
  const picture = () => {
    if (shown === undefined) throw new Error("Nothing is shown yet.");
    return shown;
  };
  const visitor: Visitor = {
    picture,
    act(act) {
      const answer = Promise.withResolvers<unknown>();
      answers.set(++lastId, answer);
      socket.send(JSON.stringify({ id: lastId, act }));
      return answer.promise;
    },
    async sees(what, isRight) {
      await untilTrue(() => shown !== undefined && isRight(shown), { what });
      return picture();
    },
  };
  await visitor.sees("a bot that runs", ({ bot, discord }) => {
    return bot.state === "running" && discord.commands.length > 0;
  });
  return visitor;
}

/** Everything people can read in the messages of a picture. */
export function readMessages(messages: { message: unknown }[]): string {
  return JSON.stringify(messages.map(({ message }) => message));
}
