import { listSecrets, readUsableConfig } from "../config.ts";
import { createScrubber } from "../log-scrub.ts";
import { type Examination, examine } from "./examine.ts";
import { type Look, renderReport } from "./report.ts";

export type Diagnosis = { exitCode: 0 | 1; examination: Examination; report: string };

/** Tokens and keys are longer. A password such as "bot" would blot out half the report, which never holds it. */
const shortestSecret = 8;

/** `--doctor`: looks at everything the bot needs and says of each thing whether it is well, and if not what to do. */
export async function diagnose({
  environment,
  now = Date.now,
  look = { colour: false },
}: {
  /** Default: this process's. */
  environment?: Record<string, string | undefined>;
  now?: () => number;
  look?: Look;
} = {}): Promise<Diagnosis> {
  const reading = readUsableConfig(environment);
  const examination = await examine(reading, now);
  const scrub = createScrubber(listSecrets(reading.config).filter(({ length }) => length >= shortestSecret));
  const isBad = examination.sections.some(({ findings }) => findings.some(({ state }) => state === "bad"));
  return { exitCode: isBad ? 1 : 0, examination, report: scrub(renderReport(examination, look)) };
}

/** Prints the report and ends the process; 1 when something is wrong. */
export async function runDoctor(): Promise<undefined> {
  const { stdout } = process;
  // `hasColors` heeds NO_COLOR and what the terminal can do.
  const look = {
    colour: stdout.isTTY && stdout.hasColors(),
    columns: stdout.isTTY ? stdout.columns : undefined,
  };
  const { exitCode, report } = await diagnose({ look });
  stdout.write(`${report}\n`, () => process.exit(exitCode));
}
