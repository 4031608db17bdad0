import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGate } from "../../../src/link/gates/gate.ts";

const always = () => true;

/** Work that ends when told, and says when it began. */
function openWork(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const work = () => {
    log.push(name);
    return promise;
  };
  return { work, end: () => resolve(name), fail: () => reject(new Error(name)) };
}

test("at most so many run at once, the others in the order they came", async () => {
  const gate = createGate(2);
  const begun: string[] = [];
  const works = ["a", "b", "c", "d"].map((name) => openWork(begun, name));
  const results = works.map(({ work }) => gate.run("t", work, always));
  await turn();
  expect(begun).toEqual(["a", "b"]);

  works[1]?.end();
  await turn();
  expect(begun).toEqual(["a", "b", "c"]);

  for (const { end } of works) end();
  expect(await Promise.all(results)).toEqual(["a", "b", "c", "d"]);
});

test("a tenant does not wait for another", async () => {
  const gate = createGate(1);
  const begun: string[] = [];
  const [mine, theirs] = [openWork(begun, "mine"), openWork(begun, "theirs")];

  const results = [gate.run("t1", mine.work, always), gate.run("t2", theirs.work, always)];
  await turn();

  expect(begun).toEqual(["mine", "theirs"]);
  mine.end();
  theirs.end();
  await Promise.all(results);
});

test("work that fails gives its place to the next", async () => {
  const gate = createGate(1);
  const begun: string[] = [];
  const [bad, good] = [openWork(begun, "bad"), openWork(begun, "good")];
  const failing = gate.run("t", bad.work, always);
  const waiting = gate.run("t", good.work, always);

  bad.fail();
  good.end();

  await expect(failing).rejects.toThrow("bad");
  expect(await waiting).toBe("good");
});

test("a gate that was full and emptied takes as many as before", async () => {
  const gate = createGate(2);
  await Promise.all([1, 2, 3].map(() => gate.run("t", turn, always)));
  const begun: string[] = [];
  const works = ["a", "b", "c"].map((name) => openWork(begun, name));

  const results = works.map(({ work }) => gate.run("t", work, always));
  await turn();

  expect(begun).toEqual(["a", "b"]);
  for (const { end } of works) end();
  await Promise.all(results);
});
