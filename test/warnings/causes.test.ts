import { expect, test } from "vitest";
import { TavusError, type TavusErrorKind } from "../../src/tavus/errors.ts";
import { type Cause, causes, factsOf, isCause } from "../../src/warnings/causes.ts";
import { operations, type Scene } from "../../src/warnings/scene.ts";
import { sentencesFor } from "../../src/warnings/sentences.ts";
import { pressedIn } from "../support/pressed-in.ts";

const tavusKinds: { [kind in TavusErrorKind]: true } = {
  invalidKey: true,
  outOfCredits: true,
  notInPlan: true,
  limitReached: true,
  forbidden: true,
  blocked: true,
  tooManyConversations: true,
  rateLimited: true,
  rejected: true,
  notFound: true,
  otherTeams: true,
  conflict: true,
  unavailable: true,
  timedOut: true,
  notApplied: true,
  unexpectedReply: true,
};

test("every kind of failure at Tavus is a cause", () => {
  for (const kind of Object.keys(tavusKinds)) expect(causes).toContain(kind);
});

test.each(causes)("%s has a title that fits and a fact that is a sentence", (cause) => {
  expect(factsOf(cause).title.length).toBeLessThanOrEqual(60);
  expect(factsOf(cause).happened).toMatch(/^[A-Z].+\.$/);
});

test.each<[Cause, string]>([
  ["noKey", "TAVUS_API_KEY not configured"],
  ["invalidKey", "Invalid Tavus API key"],
  ["outOfCredits", "Insufficient Tavus credits"],
])("%s has the title that it had in the web app before this bot", (cause, title) => {
  expect(factsOf(cause).title).toBe(title);
});

test("an error of another kind is no cause", () => {
  expect(isCause(new TavusError({ kind: "rejected", operation: "x", reached: "no" }).name)).toBe(false);
  expect(isCause("toString")).toBe(false);
});

const labels = [
  "Retry",
  "Retry all",
  "Edit",
  "Link",
  "Create again",
  "Run again",
  "Unlink",
  "Change replica",
];
const buttonSets = [
  [],
  ...labels.map((label) => [label]),
  labels.slice(0, 1).concat("Edit", "Change replica"),
  labels,
];

/** Every scene there can be, sensible or not. */
const scenes: Scene[] = operations.flatMap((operation) =>
  [true, false].flatMap((goesOn) =>
    [true, false].flatMap((isUnknown) =>
      buttonSets.map((buttons) => ({ operation, goesOn, isUnknown, buttons })),
    ),
  ),
);

test.each(
  causes,
)("the sentences about %s name only buttons that are there, whatever was being done", (cause) => {
  for (const scene of scenes) {
    const { title, happened, remedy } = sentencesFor(cause, scene);
    const said = `${cause} ${JSON.stringify(scene)}: ${remedy}`;
    for (const label of pressedIn(remedy)) expect(scene.buttons, said).toContain(label);
    expect(title.length, said).toBeLessThanOrEqual(60);
    expect(happened, said).toMatch(/^[A-Z].+\.$/);
    expect(remedy, said).toMatch(/^$|^[A-Z/].+\.$/s);
    if (scene.operation !== "keyCheck" && cause !== "unlinked") expect(remedy, said).not.toBe("");
  }
});

test("who waits in line for a video or a room reads nothing of personas", () => {
  for (const operation of ["video", "call", "rehearsal", "rooms"] as const)
    for (const goesOn of [true, false]) {
      const { happened, remedy } = sentencesFor("inLine", { operation, goesOn });
      expect(`${happened} ${remedy}`).not.toMatch(/(?<!\/)\bpersonas?\b|created/);
    }
});

const byThemselves = /by (itself|themselves|myself)|\bI (try|look|ask|send)/;

test.each(causes)("of %s nothing is promised where nothing goes on by itself", (cause) => {
  const promised = scenes.filter(({ operation }) => operation !== "team" && operation !== "autoSync");
  for (const scene of promised.filter(({ goesOn }) => !goesOn)) {
    const { remedy } = sentencesFor(cause, scene);
    const promise = remedy.replace(/not tried again by itself|I check first, and create/g, "");
    if (cause !== "inLine") expect(promise, `${JSON.stringify(scene)}: ${remedy}`).not.toMatch(byThemselves);
  }
});

test("only a create speaks of something created, and only one whose outcome is unknown is looked for", () => {
  for (const cause of causes.filter((one) => one !== "inLine" && one !== "unlinked")) {
    for (const scene of scenes.filter(({ operation }) => operation !== "create")) {
      expect(sentencesFor(cause, scene).remedy, JSON.stringify([cause, scene])).not.toMatch(
        /was created|check first/,
      );
    }
  }
});

test("what Tavus refused of a video is for whoever asked for it to change, and not for whoever runs the bot", () => {
  const { remedy } = sentencesFor("rejected", { operation: "video", buttons: ["Retry"] });

  expect(remedy).toBe("Change what Tavus names, then run /persona-video again.");
});
