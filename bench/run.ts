import { setTimeout as sleep } from "node:timers/promises";
import { measureAnswers } from "./measure/measure-answers.ts";
import { measureBurst } from "./measure/measure-burst.ts";
import { measureCounts } from "./measure/measure-counts.ts";
import { measureKept, measureTenants } from "./measure/measure-heap.ts";
import { measureList } from "./measure/measure-list.ts";
import { measureSaving } from "./measure/measure-saving.ts";
import { measureSearch } from "./measure/measure-search.ts";
import { measureSoak } from "./measure/measure-soak.ts";
import { measureStart } from "./measure/measure-start.ts";
import { measureSlowSync, measureSync } from "./measure/measure-sync.ts";
import { measureSyncCommands } from "./measure/measure-sync-commands.ts";
import { measureSyncGrowth } from "./measure/measure-sync-growth.ts";
import { type Failure, type Row, renderTable } from "./table.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

type Part = {
  letter: string;
  what: string;
  measure(workshop: Workshop): Promise<Row[]>;
  /** Measured only where it is asked for, and for as long as it takes. */
  isLong?: boolean;
};

const parts: Part[] = [
  { letter: "a", what: "(a) Slack answers", measure: (workshop) => measureAnswers(workshop, "slack") },
  { letter: "b", what: "(b) Discord answers", measure: (workshop) => measureAnswers(workshop, "discord") },
  { letter: "c", what: "(c) one persona saved", measure: measureSaving },
  { letter: "d", what: "(d) start and idle memory", measure: measureStart },
  { letter: "e", what: "(e) heap kept per interaction", measure: measureKept },
  { letter: "f", what: "(f) 200 Discord commands at once", measure: measureBurst },
  { letter: "g", what: "(g) heap per guild and team", measure: measureTenants },
  { letter: "h", what: "(h) sync", measure: measureSync },
  { letter: "i", what: "(i) sync with a slow Tavus", measure: measureSlowSync },
  { letter: "j", what: "(j) sync of 5,000 and 50,000", measure: measureSyncGrowth },
  { letter: "k", what: "(k) commands during a sync", measure: measureSyncCommands },
  { letter: "l", what: "(l) pages of the list", measure: measureList },
  { letter: "m", what: "(m) names of 50,000", measure: measureSearch },
  { letter: "n", what: "(n) a thousand commands a minute, and syncs", measure: measureSoak, isLong: true },
  { letter: "counts", what: "what is counted", measure: measureCounts },
];

/** No part takes so long on a quiet machine; one that hangs does not keep the others from being measured. */
const partPatienceMs = 240_000;

/** The soak says itself how long it is. */
const longPatienceMs = 60 * 60_000;

async function measure({ what, measure: work, isLong = false }: Part): Promise<(Row | Failure)[]> {
  const workshop = await openWorkshop();
  const patienceMs = isLong ? longPatienceMs : partPatienceMs;
  const timeUp = sleep(patienceMs, undefined, { ref: false }).then(() => {
    throw new Error(`not done after ${patienceMs / 1000} s`);
  });
  try {
    return await Promise.race([work(workshop), timeUp]);
  } catch (error) {
    return [{ what, reason: error instanceof Error ? error.message : String(error) }];
  } finally {
    await workshop.close();
  }
}

/** `npm run bench`, or some of it: `npm run bench -- --only a,c`. Explained in docs/bench.md. */
async function run(): Promise<void> {
  const only = process.argv[process.argv.indexOf("--only") + 1]?.split(",");
  const isAsked = ({ letter, isLong }: Part) =>
    process.argv.includes("--only") ? only?.includes(letter) : !isLong;
  const chosen = parts.filter(isAsked);
  const lines: (Row | Failure)[] = [];
  for (const part of chosen) {
    console.error(`${part.what} …`);
    lines.push(...(await measure(part)));
  }
  console.log(renderTable(lines));
}

await run();
process.exit(0);
