import { expect, test } from "vitest";
import type { RowChange, RowWatch } from "../../../sandbox/page/rows/watched-rows.ts";
import { createStrip } from "../../../sandbox/page/steps/strip.ts";

const row = {
  tenant_id: "team",
  id: "per_1",
  name: "Cleo",
  link: "pending",
  tavus_id: null,
  attempt: 0,
  failure_kind: null,
  revision: 1,
};

/** A strip whose clock and rows the test holds. */
function aStrip() {
  const clock = { now: 1000 };
  const news: RowChange[] = [];
  const rows: RowWatch = { look: () => news.splice(0), linked: () => new Map(), close: () => undefined };
  /** The row is written at this moment, and heard of at the next look. */
  const write = (process: string) =>
    news.push({
      kind: "persona",
      before: undefined,
      row,
      process,
      writtenAtMs: performance.timeOrigin + clock.now,
    });
  return { clock, write, strip: createStrip(rows, () => clock.now) };
}

const say = { kind: "slack.say", userId: "U0ADA", channelId: "C0GENERAL", text: "hello" } as const;

test("a row stands where it was written, however late it is heard of, with who wrote it", () => {
  const { clock, write, strip } = aStrip();
  strip.begin(say);
  clock.now += 5;
  strip.add([{ from: "bot", to: "Slack", title: "before" }]);
  clock.now += 5;
  write("bot 2");
  const written = clock.now;
  clock.now = written + 10;
  strip.add([{ from: "bot", to: "Tavus", title: "after" }]);
  clock.now = written - 2;
  write("bot 3");
  clock.now = written + 20;
  strip.look();

  const seen = strip.steps.map(({ atMs, process, title }) => [atMs, process ?? title.slice(0, 6)]);
  expect(seen).toEqual([
    [0, "writes"],
    [5, "before"],
    [8, "bot 3"],
    [10, "bot 2"],
    [20, "after"],
  ]);
});

test("what was written before the act began is no step of it", () => {
  const { clock, write, strip } = aStrip();
  write("bot 1");
  clock.now += 5;
  strip.begin(say);
  clock.now -= 2;
  write("bot 2");
  clock.now += 5;

  strip.look();

  expect(strip.steps.map(({ title }) => title)).toEqual(["writes a message"]);
});
