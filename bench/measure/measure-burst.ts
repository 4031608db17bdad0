import { inFlight, interleave } from "../load.ts";
import { compare } from "../statistics.ts";
import { type Subject, startSubjects } from "../subjects.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const rounds = 24;
const commands = 200;
const target = 1.5;

/** (f) Two hundred Discord commands in one moment, until the last form is open. */
export async function measureBurst(workshop: Workshop): Promise<Row[]> {
  const subjects = await startSubjects(workshop, "discord");
  const { ours, bare } = await interleave(rounds, subjects, burst);
  return [{ what: "(f) 200 Discord commands: the last", unit: "ms", target, ...compare(ours, bare) }];
}

async function burst({ driver }: Subject): Promise<number> {
  const opened = await inFlight(commands, commands, driver.openForm);
  return Math.max(...opened.map(({ ms }) => ms));
}
