import { expect, test } from "vitest";
import { createSharedThread } from "../../../../src/personas/sync/pages/shared-thread.ts";
import {
  type StartPageThread,
  startPageThread,
  startThread,
} from "../../../../src/personas/sync/pages/start-page-thread.ts";
import { createTavusClient } from "../../../../src/tavus/client.ts";

const nowhere = "http://127.0.0.1:9";
const page = { page: 1, limit: 1 };
const bare = { withTexts: false };
const fails: StartPageThread = (settings, events) =>
  startThread(new URL("../../../support/threads/dies-at-start.ts", import.meta.url), settings, events);

function share({ start = startPageThread, keptMs }: { start?: StartPageThread; keptMs?: number } = {}) {
  const tavus = createTavusClient({ apiUrl: nowhere, vocabulary: "personas" });
  const threads: ReturnType<StartPageThread>[] = [];
  const startThread: StartPageThread = (settings, events) => {
    const thread = start(settings, events);
    threads.push(thread);
    return thread;
  };
  const shared = createSharedThread({ tavus, startThread, ...(keptMs !== undefined && { keptMs }) });
  const died: string[] = [];
  return { tavus, threads, died, take: (name: string) => shared.take(() => died.push(name)) };
}

test("syncs at once, and one a moment after another, have one thread", async () => {
  const { tavus, threads, take, died } = share();

  const one = take("one");
  const other = take("other");
  one.release();
  await expect(other.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });
  other.release();
  const later = take("later");
  await expect(later.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });

  expect(threads).toHaveLength(1);
  expect(later.isReady).toBe(true);
  tavus.close();
  await expect(later.read("a-key", page, bare)).rejects.toThrow("has ended");
  expect(died).toEqual([]);
});

test("a while after the last sync it ends, and the next one has another", async () => {
  const { tavus, threads, take, died } = share({ keptMs: 1 });
  const used = take("used");
  await expect(used.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });

  used.release();

  await expect.poll(() => threads[0]?.isReady).toBe(false);
  await expect(take("next").read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });
  expect(threads).toHaveLength(2);
  expect(died).toEqual([]);
  tavus.close();
});

test("a worn one ends with the last sync that reads in it", async () => {
  const { tavus, threads, take, died } = share();
  const [one, other] = [take("one"), take("other")];
  await expect(one.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });

  one.release(true);
  await expect(other.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });
  other.release(true);

  await expect.poll(() => threads[0]?.isReady).toBe(false);
  expect(died).toEqual([]);
  tavus.close();
});

test("where it dies, each sync that reads in it is told, and no other", async () => {
  const { tavus, threads, take, died } = share({ start: fails });
  const gone = take("gone");
  const one = take("one");
  take("other");
  gone.release();

  await expect(one.read("a-key", page, bare)).rejects.toThrow("has ended");

  expect(died).toEqual(["one", "other"]);
  take("next");
  expect(threads).toHaveLength(2);
  tavus.close();
});

test.each<[string, (parts: ReturnType<typeof share>, one: { release(isWorn?: boolean): void }) => void]>([
  ["released as worn", (_, one) => one.release(true)],
  ["released and left alone", (_, one) => one.release()],
  ["closed with the client", ({ tavus }) => tavus.close()],
])("one that has failed while nobody could hear it, and is %s, fails nothing else", async (_, end) => {
  const parts = share({ start: fails, keptMs: 0 });
  const one = parts.take("one");
  const untilMs = performance.now() + 300;
  while (performance.now() < untilMs);

  end(parts, one);

  // A rejection that nobody handles fails the run.
  await expect(parts.threads[0]?.read("a-key", page, bare)).rejects.toThrow("has ended");
  await parts.threads[0]?.close();
  parts.tavus.close();
});

test("a process waits for an answer of it, and not for the thread", async () => {
  const { tavus, take } = share();
  const referred = () => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;
  // The threads of the tests before are ending.
  await expect.poll(referred).toBe(0);

  const one = take("one");
  const idle = referred();
  const reading = one.read("a-key", page, bare);
  const busy = referred();
  await expect(reading).rejects.toMatchObject({ kind: "unavailable" });
  one.release();

  expect([idle, busy, referred()]).toEqual([0, 1, 0]);
  tavus.close();
});

test("one that a large account has worn ends with the last sync, whichever that is", async () => {
  const { tavus, threads, take } = share();
  const [large, small] = [take("large"), take("small")];
  await expect(small.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });

  large.release(true);
  small.release();

  await expect.poll(() => threads[0]?.isReady).toBe(false);
  tavus.close();
});

test("what is released twice is released once", async () => {
  const { tavus, threads, take } = share({ keptMs: 1 });
  const one = take("one");
  const other = take("other");

  one.release();
  one.release();

  await expect(other.read("a-key", page, bare)).rejects.toMatchObject({ kind: "unavailable" });
  expect(threads).toHaveLength(1);
  tavus.close();
});
