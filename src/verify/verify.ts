import { ask } from "../command-line/ask.ts";
import { onceAsked } from "../command-line/asked-to-stop.ts";
import { readUsableConfig, refusalAmong } from "../config.ts";
import { judgeAll } from "./assumptions.ts";
import { createAsk } from "./exchange.ts";
import { observe } from "./observe.ts";
import { createRecorder } from "./recorder.ts";
import { conclude, renderTable } from "./table.ts";

export type VerifyOptions = {
  apiUrl: string;
  key: string;
  vocabulary: "personas" | "pals";
  /** A folder for the exchanges, scrubbed, one file each; undefined: none are kept. */
  recordTo?: string | undefined;
  timeoutMs?: number;
  mark?: string;
  isStopped?: () => boolean;
  say(line: string): void;
};

export type VerifyEnd = { exitCode: number; message: string };

const requestTimeoutMs = 20_000;

const whatItDoes = `This makes one persona in the Tavus account of TAVUS_API_KEY, reads, lists, changes and deletes it, and opens one
conversation in test mode. It costs nothing, touches nothing else, and takes away what it made.`;

/** What `npm run verify:tavus` does. `isSure`: nobody is asked. */
export async function runVerify({
  isSure,
  recordTo,
}: {
  isSure: boolean;
  recordTo: string | undefined;
}): Promise<VerifyEnd> {
  const reading = readUsableConfig();
  // A key must not go to Tavus itself where another address was meant.
  const refusal = refusalAmong(reading, /^TAVUS_/);
  if (refusal !== undefined) return { exitCode: 1, message: refusal };
  const { tavus } = reading.config;
  if (!tavus.apiKey) return { exitCode: 1, message: "Set TAVUS_API_KEY, and run it again." };
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(whatItDoes);
  if (!isSure && !process.stdin.isTTY) {
    return { exitCode: 1, message: "Nothing was done: there is no terminal to ask. Add -- --yes to go on." };
  }
  if (!isSure && !(await isAgreed())) return { exitCode: 1, message: "Nothing was done." };
  let isStopped = false;
  // What was made is taken away first, also where the terminal is closed or nobody reads any more what is said.
  onceAsked(["SIGINT", "SIGTERM", "SIGHUP"], () => {
    isStopped = true;
  });
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const { apiUrl, vocabulary, apiKey: key } = tavus;
  return verifyTavus({ apiUrl, vocabulary, key, recordTo, say, isStopped: () => isStopped });
}

async function isAgreed(): Promise<boolean> {
  const answer = (await ask("Go on? [y/N] ")) ?? "";
  return /^y(es)?$/i.test(answer.trim());
}

/** Looks at how an account behaves, prints it beside what the bot assumes, and leaves the account as it was. */
export async function verifyTavus(options: VerifyOptions): Promise<VerifyEnd> {
  const { apiUrl, key, vocabulary, timeoutMs = requestTimeoutMs, say } = options;
  let isStopped = false;
  const recorder = createRecorder(options.recordTo);
  const unusable = await recorder.prepare();
  if (unusable !== undefined) return { exitCode: 1, message: `${unusable} Nothing was done.` };
  const base = { apiUrl, timeoutMs, record: recorder.record };
  const seen = await observe({
    ask: createAsk({ ...base, key }),
    askWithWrongKey: createAsk({ ...base, key: "personaforge-wrong-key" }),
    vocabulary,
    mark: options.mark,
    isStopped() {
      isStopped ||= options.isStopped?.() ?? false;
      return isStopped;
    },
    onStep: (name) => say(`… ${inWords(name)}`),
  });
  const findings = judgeAll(seen);
  say(`\n${renderTable(findings)}\n`);
  const unkept = recorder.failure();
  const left = [
    ...seen.leftBehind.map((what) => `Please delete ${what} in Tavus: it could not be removed.`),
    ...(unkept === undefined ? [] : [`${unkept} Not every exchange is there.`]),
  ];
  const isBroken = findings.some(({ verdict }) => verdict === "breaks");
  const exitCode = isBroken || left.length > 0 || isStopped ? 1 : 0;
  return { exitCode, message: [...left, conclude(findings)].join("\n") };
}

/** `listAfterCreate` as "list after create". */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
