import { expect, test } from "vitest";
import { createSeldom } from "../../../src/chat/http/seldom.ts";

function watched() {
  const clock = { ms: 0 };
  const said: [kind: string, requests: number][] = [];
  const seldom = createSeldom(() => clock.ms);
  return {
    clock,
    said,
    comes: (kind: string) => seldom(kind, (requests) => said.push([kind, requests])),
  };
}

test("each kind is said once a minute, with how many there were", () => {
  const { clock, said, comes } = watched();

  for (const kind of ["a", "a", "b", "a"]) comes(kind);
  clock.ms = 60_000;
  comes("a");

  expect(said).toEqual([
    ["a", 1],
    ["b", 1],
    ["a", 3],
  ]);
});

test("kinds without end are not all remembered", () => {
  const { said, comes } = watched();

  for (let kind = 0; kind <= 100; kind += 1) comes(`kind ${kind}`);
  comes("kind 0");

  expect(said.at(-1)).toEqual(["kind 0", 1]);
});
