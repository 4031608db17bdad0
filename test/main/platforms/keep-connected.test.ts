import { expect, onTestFinished, test, vi } from "vitest";
import { type ConnectionWatch, PlatformTrouble } from "../../../src/chat/platform-trouble.ts";
import { createLog } from "../../../src/log.ts";
import { keepConnected } from "../../../src/main/platforms/keep-connected.ts";

type Try = "works" | "hangs" | Error;

const passing = new PlatformTrouble("The platform is away.", {});
const refused = new PlatformTrouble("The token was refused.", { isFinal: true });

/** A kept bot whose tries, one after the other, end as the list says; the last one holds for all that follow. */
function keep(tries: readonly [Try, ...Try[]], pauses = { pausesMs: [10, 20, 20], stuckMs: 60_000 }) {
  const watches: ConnectionWatch[] = [];
  const closed: number[] = [];
  const givenUp: string[] = [];
  const lines: string[] = [];
  let starts = 0;
  const kept = keepConnected({
    platform: "discord",
    create(watch) {
      const index = watches.push(watch) - 1;
      return {
        async start() {
          const outcome = tries[starts] ?? tries.at(-1);
          starts += 1;
          if (outcome instanceof Error) throw outcome;
          if (outcome === "hangs") await new Promise(() => undefined);
        },
        stopListening: () => undefined,
        close: async () => void closed.push(index),
      };
    },
    log: createLog({ level: "debug", destination: { write: (line) => void lines.push(line) } }),
    onGivenUp: (sentence) => void givenUp.push(sentence),
    pauses,
  });
  onTestFinished(() => kept.close());
  return { kept, watches, closed, givenUp, lines, starts: () => starts };
}

test("a platform that connects is connected, since then", async () => {
  const { kept, lines } = keep(["works"]);

  await kept.start();

  expect(kept.health()).toEqual({ state: "connected", since: expect.stringMatching(/Z$/) });
  expect(lines.join("")).toContain('"msg":"connected"');
});

test.each([
  ["a platform that is away", passing, "The platform is away."],
  ["a database that is locked", new Error("SQLITE_BUSY"), "Something failed here; see the log."],
])("after %s the first try counts as made, and the next ones go on by themselves", async (_name, error, reason) => {
  const { kept, starts, closed, givenUp, lines } = keep([error, error, error, "works"]);

  await kept.start();
  const first = kept.health();

  expect(first).toMatchObject({ state: "waiting", reason, nextTry: expect.stringMatching(/Z$/) });
  await vi.waitFor(() => expect(kept.health().state).toBe("connected"));
  expect([starts(), closed, givenUp]).toEqual([4, [0, 1, 2], []]);
  expect(lines.join("")).toContain(reason);
});

test("what the platform wants to be waited is waited", async () => {
  const { kept, starts } = keep([new PlatformTrouble("Wait.", { waitMs: 3_600_000 }), "works"]);

  await kept.start();

  const next = Date.parse(kept.health().nextTry ?? "") - Date.now();
  expect(next).toBeGreaterThan(3_500_000);
  expect(starts()).toBe(1);
});

test("a refusal is told once, kept in sight, and not tried again", async () => {
  const { kept, starts, givenUp, closed } = keep([refused]);

  await kept.start();
  await new Promise((resolve) => setTimeout(resolve, 50));

  expect(kept.health()).toMatchObject({ state: "refused", reason: "The token was refused." });
  expect([starts(), givenUp, closed]).toEqual([1, ["The token was refused."], [0]]);
});

test("a connection that comes back by itself is not replaced", async () => {
  const { kept, watches } = keep(["works"]);
  await kept.start();

  watches[0]?.onDisconnected("The network is away");
  const meanwhile = kept.health();
  watches[0]?.onConnected();

  expect(meanwhile).toMatchObject({ state: "disconnected", reason: "The network is away" });
  expect(kept.health().state).toBe("connected");
  expect(watches).toHaveLength(1);
});

test("one that does not come back is made anew, and what the old one says then counts no more", async () => {
  const { kept, watches, closed } = keep(["works"], { pausesMs: [10], stuckMs: 30 });
  await kept.start();

  watches[0]?.onDisconnected("The network is away");
  await vi.waitFor(() => expect(kept.health().state).toBe("connected"));
  watches[0]?.onDisconnected("closed");
  watches[0]?.onLost(refused);

  expect(kept.health().state).toBe("connected");
  expect([watches.length, closed]).toEqual([2, [0]]);
});

test("a connection lost for good is tried again, or given up where that does not help", async () => {
  const { kept, watches, givenUp } = keep(["works"]);
  await kept.start();

  watches[0]?.onLost(passing);
  await vi.waitFor(() => expect(watches).toHaveLength(2));
  await vi.waitFor(() => expect(kept.health().state).toBe("connected"));
  watches[1]?.onLost(refused);

  expect(kept.health().state).toBe("refused");
  expect(givenUp).toEqual(["The token was refused."]);
});

test("what can be done without is said beside the state", async () => {
  const { kept, watches } = keep(["works"]);
  await kept.start();

  watches[0]?.onImpaired("The commands are not registered.");
  const impaired = kept.health();
  watches[0]?.onImpaired(undefined);

  expect(impaired).toMatchObject({ state: "connected", impaired: "The commands are not registered." });
  expect(kept.health()).not.toHaveProperty("impaired");
});

test("once listening has stopped no further try is made", async () => {
  const { kept, starts } = keep([passing]);
  await kept.start();

  kept.stopListening();
  await new Promise((resolve) => setTimeout(resolve, 80));

  expect(starts()).toBe(1);
});
