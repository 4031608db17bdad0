import { expect, test } from "vitest";
import { type Status, statusReply } from "../../../src/commands/persona-status/persona-status-reply.ts";
import { renderReply as renderForDiscord } from "../../../src/discord/render/render-reply.ts";
import { renderReply as renderForSlack } from "../../../src/slack/render/render-reply.ts";
import { factsIn } from "../../support/persona-bot.ts";

const at = new Date(0).toISOString();
const none = { linked: 0, behind: 0, pending: 0, failed: 0, missing: 0, unlinked: 0, leaving: 0 };

/** A team that has everything that the status has a line for. */
const everything = {
  role: "admin",
  platform: "slack",
  settings: {
    key: { lastFour: "1234", checkedAt: at, sees: { personas: 1, replicas: 2 } },
    managers: ["U1"],
    autoSync: null,
  },
  owner: "team",
  warnings: [{ title: "Tavus is down", count: 1, firstMs: 0 }],
  overview: {
    counts: { ...none, pending: 1, leaving: 1 },
    oldestWaiting: { id: "per_1", name: "Ada", createdAt: at, link: "pending" },
    named: { pending: [{ id: "per_1", name: "Ada" }], behind: [], failed: [], missing: [], unlinked: [] },
  },
  sync: { state: "never" },
  left: [],
  videos: { open: 1, waiting: 0, refused: 0, leaving: 0 },
  rooms: [{ userId: "U1" }],
  unusable: [{ id: "U1", why: "gone" }],
  program: { name: "PersonaForge", version: "1", node: "24", database: "SQLite" },
  nowMs: 0,
} as unknown as Status;

test("a status with everything in it is shown whole", () => {
  const reply = statusReply(everything);

  const shown = [renderForDiscord(reply), renderForSlack(reply)].map((body) => JSON.stringify(body));
  for (const { label } of reply.facts ?? []) for (const body of shown) expect(body).toContain(label);
});

test.each([
  ["running", false, "Running since 1970-01-01 00:00 UTC, by"],
  ["running", true, "Running since 1970-01-01 00:00 UTC, by"],
  ["interrupted", false, "Interrupted, and goes on by itself; begun 1970-01-01 00:00 UTC, by"],
  ["interrupted", true, "Cancelled; begun 1970-01-01 00:00 UTC, by"],
  ["failed", false, "Failed, and does not go on by itself; begun 1970-01-01 00:00 UTC, by"],
])("a sync that is %s (to stop: %s) is told as what comes of it", (state, isCancelling, told) => {
  const sync = { state, progress: { startedMs: 0, startedBy: "U1", isCancelling } };

  const { "Last sync": line } = factsIn(statusReply({ ...everything, sync } as unknown as Status));

  expect(line).toBe(told);
});
