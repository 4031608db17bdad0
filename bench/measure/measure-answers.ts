import { setTimeout as sleep } from "node:timers/promises";
import { inFlight, interleave } from "../load.ts";
import { compare, median } from "../statistics.ts";
import { formAt, type PlatformName, type Subject, startSubjects } from "../subjects.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const rounds = 24;
const targets = { command: { p50: 1.05, CPU: 1.3 }, form: { p50: 1.2, CPU: 1.3 } };

/** Time in which a program ends what it does after its answer. */
const settleMs = 15;

const widths = [
  { width: 1, requests: 16 },
  { width: 16, requests: 64 },
];

type Step = { p50Ms: number; cpuMs: number };
type Round = { open: Step; send: Step };

/** (a) and (b): both steps of the form, at 1 and at 16 in flight: p50 of the first answer, and CPU for each request. */
export async function measureAnswers(workshop: Workshop, platform: PlatformName): Promise<Row[]> {
  const subjects = await startSubjects(workshop, platform);
  const rows: Row[] = [];
  for (const { width, requests } of widths) {
    const round = (subject: Subject) => answerRound(subject, width, requests);
    const { ours, bare } = await interleave(rounds, subjects, round);
    rows.push(...rowsOf({ platform, width }, ours, bare));
  }
  return rows;
}

async function answerRound({ program, driver }: Subject, width: number, requests: number): Promise<Round> {
  const opened: Awaited<ReturnType<typeof driver.openForm>>[] = [];
  const open = await step(program.cpuMs, async () => {
    opened.push(...(await inFlight(requests, width, driver.openForm)));
    return opened.map(({ ms }) => ms);
  });
  const send = await step(program.cpuMs, async () => {
    const sent = await inFlight(requests, width, (index) => driver.sendForm(formAt(opened, index), index));
    return sent.map(({ ms }) => ms);
  });
  return { open, send };
}

async function step(cpuMs: () => Promise<number>, work: () => Promise<number[]>): Promise<Step> {
  const before = await cpuMs();
  const times = await work();
  await sleep(settleMs);
  const used = (await cpuMs()) - before;
  return { p50Ms: median(times), cpuMs: used / times.length };
}

const answers = { slack: "(a) Slack", discord: "(b) Discord" };
const steps = [
  ["open", "command"],
  ["send", "form"],
] as const;
const figures = [
  ["p50Ms", "p50"],
  ["cpuMs", "CPU"],
] as const;

function rowsOf(
  { platform, width }: { platform: PlatformName; width: number },
  ours: readonly Round[],
  bare: readonly Round[],
): Row[] {
  return steps.flatMap(([step, name]) =>
    figures.map(([figure, title]) => {
      const pick = (round: Round) => round[step][figure];
      const what = `${answers[platform]}, ${name}, ${width} in flight: ${title}`;
      const target = targets[name][title];
      return { what, unit: "ms", target, ...compare(ours.map(pick), bare.map(pick)) } satisfies Row;
    }),
  );
}
