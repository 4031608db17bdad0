import { setTimeout as sleep } from "node:timers/promises";
import { endWhenAsked } from "../sandbox/stand-ins/process-end.ts";
import { readAsked, readMinutes } from "./asked.ts";
import { measureAnswers } from "./measure/measure-answers.ts";
import { measureBurst } from "./measure/measure-burst.ts";
import { measureCounts } from "./measure/measure-counts.ts";
import { measureKept, measureTenants } from "./measure/measure-heap.ts";
import { measureList } from "./measure/measure-list.ts";
import { measureManyServers, measureManyWorkspaces } from "./measure/measure-many.ts";
import { measureProcesses } from "./measure/measure-processes.ts";
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
  { letter: "o", what: "(o) one, two and three processes", measure: measureProcesses, isLong: true },
  { letter: "p", what: "(p) very many servers", measure: measureManyServers, isLong: true },
  { letter: "q", what: "(q) very many workspaces", measure: measureManyWorkspaces, isLong: true },
  { letter: "counts", what: "what is counted", measure: measureCounts },
];

/** No part takes so long on a quiet machine; one that hangs does not keep the others from being measured. */
const partPatienceMs = 240_000;

/** These are asked for one by one, and say themselves how long they take. */
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

/** Those of `letters`, such as `a,c`; without it all that take no longer than minutes. Throws where it names another. */
function choose(letters: string | undefined): Part[] {
  if (letters === undefined) return parts.filter(({ isLong }) => !isLong);
  const only = letters.split(",");
  const known = parts.map(({ letter }) => letter);
  const unknown = only.filter((letter) => !known.includes(letter));
  if (unknown.length > 0) throw new Error(`--only takes ${known.join(",")}, and not ${unknown.join(",")}`);
  return parts.filter(({ letter }) => only.includes(letter));
}

/** `npm run bench`, or some of it: `npm run bench -- --only a,c`. Explained in docs/bench.md. */
async function run(chosen: readonly Part[]): Promise<void> {
  const lines: (Row | Failure)[] = [];
  for (const part of chosen) {
    console.error(`${part.what} …`);
    lines.push(...(await measure(part)));
  }
  console.log(renderTable(lines));
}

/** What was asked for, or its mistake, without a stack. */
function readChosen(): readonly Part[] {
  try {
    readMinutes();
    return choose(readAsked().only);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

endWhenAsked();
await run(readChosen());
process.exit(0);
