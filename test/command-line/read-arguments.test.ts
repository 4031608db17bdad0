import { expect, test } from "vitest";
import { type CommandLine, readArguments } from "../../src/command-line/read-arguments.ts";

const options = {
  yes: { does: "Asks nothing." },
  folder: { value: "<folder>", does: "Keeps it there." },
} as const;

const line = {
  call: "npm run thing",
  does: "Does a thing.",
  options,
  words: [
    { called: "<from>", does: "Whence.", isNeeded: true },
    { called: "<to>", does: "Where to." },
  ],
} satisfies CommandLine;

test.each([
  [["a"], { yes: false, folder: undefined }, ["a"]],
  [["a", "b", "--yes"], { yes: true, folder: undefined }, ["a", "b"]],
  [["--folder", "here", "a"], { yes: false, folder: "here" }, ["a"]],
  [["--folder=-odd", "a"], { yes: false, folder: "-odd" }, ["a"]],
  [["--folder=one", "--folder=two", "a"], { yes: false, folder: "two" }, ["a"]],
  [["--yes", "--", "--help"], { yes: true, folder: undefined }, ["--help"]],
])("%j is understood", (args, given, words) => {
  expect(readArguments(line, args)).toEqual({ isRead: true, given, words });
});

test.each([
  [["a", "--yse"], "--yse is not known here."],
  [["a", "-y"], "-y is not known here."],
  [["a", "--toString"], "--toString is not known here."],
  [["a", "--yes=no"], "--yes takes no value."],
  [["a", "--folder"], "--folder needs <folder>."],
  [["a", "--folder="], "--folder needs <folder>."],
  [["a", "--folder", "--yes"], "--folder needs <folder>."],
  [["a", "b", "c"], "Arguments without a name: 3 given, 2 at most."],
  [["a", ""], "An argument is empty."],
  [["--yes"], "<from> is missing."],
])("%j is refused, and what there is is listed", (args, words) => {
  const reading = readArguments(line, args);

  expect(reading).toEqual({
    isRead: false,
    exitCode: 1,
    message: expect.stringContaining(`${words} Nothing was done.\n\nUsage: npm run thing -- <from> [<to>]`),
  });
  for (const name of ["--yes", "--folder <folder>", "<to>", "--help"])
    expect(reading).toHaveProperty("message", expect.stringContaining(name));
});

test.each([
  [["--help"]],
  [["-h"]],
  [["a", "--help"]],
  [["--yse", "--help"]],
])("%j prints the usage", (args) => {
  expect(readArguments(line, args)).toMatchObject({
    isRead: false,
    exitCode: 0,
    message: expect.stringMatching(/^Usage: npm run thing.*\nDoes a thing\./),
  });
});

test("what is refused is not repeated but for an option's name: it may hold a password", () => {
  const address = "postgres://me:hush@db/bot";

  for (const args of [
    ["a", "b", address],
    [`--url=${address}`],
    ["--url", address],
    [`--yes=${address}`, "a"],
  ])
    expect(readArguments(line, args)).toHaveProperty("message", expect.not.stringContaining("hush"));
});
