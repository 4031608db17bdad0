import { expect, test } from "vitest";
import { createAfterCallStore } from "../../src/database/conversation/after-calls.ts";
import { createConversationLooks } from "../../src/database/conversation/conversation-looks.ts";
import { createLandingPageStore } from "../../src/database/landing-page/landing-page-store.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { createVideoProgress } from "../../src/database/video/video-progress.ts";
import { insertRow, type Row } from "../support/any-row.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine } from "../support/databases.ts";

const tenantId = "slack:T1";
const longAgo = "1970-01-02T00:00:00.000Z";
const [leaseMs, laterMs] = [60_000, 15 * 60_000];

/** How something is looked after: the first to come takes what is due, somebody has it looked at now, and the first look ends. */
type Looking = {
  claim(): Promise<unknown[]>;
  hint(): Promise<unknown>;
  endFirst(): Promise<unknown>;
};
type Begin = (database: Database) => Promise<Looking>;

const isDue = { tenant_id: tenantId, look_at: longAgo };
const room: Row = { tenant_id: tenantId, callback_hash: "h" };

const kinds: [string, [string, Row][], Begin][] = [
  [
    "a room",
    [["conversations", { ...room, ...isDue }]],
    async (database) => {
      const looks = createConversationLooks(database);
      const claim = () => looks.claimDue(9, leaseMs);
      const [first] = await claim();
      const ending = { nextMs: database.now() + laterMs, tries: 1 };
      return {
        claim,
        hint: () => looks.lookNow("h"),
        endFirst: async () => first && looks.looked(first, ending),
      };
    },
  ],
  [
    "a call that is over",
    [
      ["conversations", room],
      ["after_calls", isDue],
    ],
    async (database) => {
      const calls = createAfterCallStore(database);
      const claim = () => calls.claimDue(9, leaseMs);
      const [first] = await claim();
      const ending = { atMs: database.now() + laterMs, tries: 1 };
      return {
        claim,
        hint: () => calls.lookNow("h"),
        endFirst: async () => first && calls.lookAgain(first, ending),
      };
    },
  ],
  [
    "a video",
    [["videos", { tenant_id: tenantId, next_look_at: longAgo, phase: "queued", token_hash: "h" }]],
    async (database) => {
      const progress = createVideoProgress(database);
      const claim = () => progress.claimLooks(9, leaseMs);
      const [first] = await claim();
      const endFirst = async () => first && progress.lookAgain(first, database.now() + laterMs);
      return { claim, hint: () => progress.lookNow({ tokenHash: "h" }), endFirst };
    },
  ],
  [
    "a page outside",
    [["landing_pages", isDue]],
    async (database) => {
      const pages = createLandingPageStore(database);
      const claim = () => pages.claimDue(9, leaseMs);
      const [first] = await claim();
      const ending = { nextMs: database.now() + laterMs, tries: 1 };
      const hint = async () => first && pages.wantEnd(first, "person");
      return { claim, hint, endFirst: async () => first && pages.looked(first, ending) };
    },
  ],
];

forEachEngine((_engine, open) => {
  test.each(
    kinds,
  )("%s is looked at again at once where that was asked for while somebody looked", async (_what, rows, begin) => {
    let nowMs = Date.UTC(2027, 0, 1);
    const database = await open({ clock: () => nowMs });
    for (const [table, row] of rows) await insertRow(database, table, row);
    const { claim, hint, endFirst } = await begin(database);

    nowMs += 500;
    await hint();
    await endFirst();
    nowMs += 500;

    expect([await claim(), await claim()]).toEqual([[expect.anything()], []]);
  });

  test.each(
    kinds,
  )("%s stays with whoever took it from somebody that stood still, from before they read it until their look ended", async (what, rows, begin) => {
    let nowMs = Date.UTC(2027, 0, 1);
    const plain = await open({ clock: () => nowMs });
    for (const [table, row] of rows) await insertRow(plain, table, row);
    const { database, interruptAfter } = makeInterruptible(plain);
    let other: Looking | undefined;
    interruptAfter(what === "a video" ? 2 : 1, async () => {
      nowMs += leaseMs;
      other = await begin(plain);
    });
    const { endFirst } = await begin(database);

    await endFirst();
    nowMs += leaseMs;

    expect(await other?.claim()).toHaveLength(1);
  });
});
