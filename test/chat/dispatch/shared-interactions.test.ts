import { expect, test } from "vitest";
import { definePlainCommand } from "../../../src/chat/command.ts";
import type { Others } from "../../../src/chat/dispatch/dispatch-deps.ts";
import type { Interaction } from "../../../src/chat/interaction.ts";
import { recordAnswering } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const pressed = definePlainCommand<undefined, Record<never, never>>({
  name: "wave",
  summary: "Waves",
  access: "member",
  options: {},
  buttons: {
    wave: {
      access: "member",
      run: async () => ({ kind: "reply", reply: { tone: "success", title: "Waved" } }),
    },
  },
  run: async () => ({ tone: "success", title: "Waves" }),
});

/** One of each kind and end: taken, refused, unknown, failing. */
const interactions: [string, Interaction][] = [
  ["a command that opens a form", aCommand()],
  ["a plain command", aCommand({ command: "wave" })],
  ["an unknown command", aCommand({ command: "gone" })],
  ["a form", aSubmission()],
  ["a form with a mistake in it", aSubmission({ values: { name: "x".repeat(21) } })],
  ["a form whose command fails", aSubmission({ values: { name: "fails" } })],
  ["a press", aPress("wave:-")],
  ["a press of another version", aPress("old:-")],
];

const failing = greeting({
  async run({ name }) {
    if (name === "fails") throw new Error("A mistake of ours.");
    return { tone: "success", title: `Hello ${name}` };
  },
});

function processWith(others: Others) {
  return aDispatcher({ commands: [failing, pressed], others });
}

test.each(
  interactions,
)("%s that another process has is left alone in silence, and watched", async (_, given) => {
  const watched: Interaction[] = [];
  const dispatcher = processWith({
    claim: async () => false,
    ended: () => expect.unreachable(),
    watch: (interaction) => void watched.push(interaction),
  });

  const { said } = await dispatcher.take(given);

  expect(said).toEqual([]);
  expect(dispatcher.lines()).toEqual([]);
  expect(watched).toEqual([given]);
});

test.each(
  interactions,
)("%s is claimed once, before the first word, and ended after the last", async (_, given) => {
  const steps: string[] = [];
  const answering = recordAnswering();
  const dispatcher = processWith({
    async claim() {
      steps.push(`claimed after ${answering.said.length}`);
      return true;
    },
    ended: () => void steps.push(answering.said.length > 0 ? "ended" : "ended before"),
    watch: () => expect.unreachable(),
  });

  await dispatcher.take(given, answering);

  expect(steps).toEqual(["claimed after 0", "ended"]);
});

test.each(
  interactions,
)("%s is answered by whoever watched it when its process has died", async (_, given) => {
  let takeOver: (() => void) | undefined;
  const ended: Interaction[] = [];
  const dispatcher = processWith({
    claim: async () => false,
    ended: (interaction) => void ended.push(interaction),
    watch(_interaction, take) {
      takeOver = take;
    },
  });
  const answering = recordAnswering();
  await dispatcher.take(given, answering);

  takeOver?.();
  await dispatcher.idle(5000);

  expect(answering.said.length).toBeGreaterThan(0);
  expect(ended).toHaveLength(1);
});
