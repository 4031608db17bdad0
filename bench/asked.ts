import { readOwnArguments } from "../src/command-line/read-arguments.ts";

const usualMinutes = 10;
const fewestMinutes = 3;

/** What this run of the bench was asked for; where that cannot be understood, it ends the process. */
export function readAsked() {
  return readOwnArguments({
    call: "npm run bench",
    does: "Measures the bot beside bare programs that do the same, as docs/bench.md explains.",
    options: {
      only: { value: "<letters>", does: "Measures these parts, such as a,c." },
      minutes: {
        value: "<number>",
        does: `How long (n) takes: ${usualMinutes} unless said, and ${fewestMinutes} at least.`,
      },
      profile: { value: "<folder>", does: "Has each program leave a processor profile there." },
    },
  }).given;
}

export function readMinutes(): number {
  const minutes = Number(readAsked().minutes ?? usualMinutes);
  if (!Number.isInteger(minutes) || minutes < fewestMinutes)
    throw new Error(`--minutes takes a whole number from ${fewestMinutes}`);
  return minutes;
}
