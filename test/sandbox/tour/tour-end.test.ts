import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "../../support/databases.ts";
import { untilTrue } from "../../support/until-true.ts";

const script = fileURLToPath(new URL("../../../sandbox/tour/tour.ts", import.meta.url));

/** A mistake that nobody catches, when it is asked for. */
const mistaken = "data:text/javascript,process.on('SIGUSR2', () => { throw new Error('a mistake'); })";

/** `npm run tour` in a process group of its own, which has its temporary folder for itself. */
function startTour(folder: string): ChildProcess {
  const tour = spawn(process.execPath, ["--import", mistaken, script], {
    detached: true,
    env: { PATH: process.env.PATH ?? "", TMPDIR: folder },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => {
    if (isGroupAlive(tour)) process.kill(-Number(tour.pid), "SIGKILL");
  });
  return tour;
}

function isGroupAlive({ pid }: ChildProcess): boolean {
  try {
    return process.kill(-Number(pid), 0);
  } catch {
    return false;
  }
}

test.each<[string, number, (tour: ChildProcess) => void]>([
  ["its reader goes, as head does", 141, ({ stdout }) => stdout?.destroy()],
  ["SIGHUP", 129, (tour) => tour.kill("SIGHUP")],
  ["SIGINT", 130, (tour) => tour.kill("SIGINT")],
  ["SIGTERM", 143, (tour) => tour.kill("SIGTERM")],
  ["a mistake of its own", 1, (tour) => tour.kill("SIGUSR2")],
])("a tour that is ended in the middle leaves neither a bot nor a folder behind: %s", async (_how, code, end) => {
  const folder = makeFolder();
  const tour = startTour(folder);
  await once(tour.stdout ?? tour, "data");
  const exited = once(tour, "exit");
  expect(readdirSync(folder)).not.toEqual([]);

  end(tour);

  expect(await exited).toEqual([code, null]);
  await untilTrue(() => !isGroupAlive(tour), { what: "the bot to end" });
  expect(readdirSync(folder)).toEqual([]);
});

test("every program of the sandbox and the bench that starts others ends them with itself", () => {
  const programs = ["sandbox/tour/tour.ts", "sandbox/page/pictures.ts", "bench/run.ts"];

  for (const program of programs) expect(readFileSync(program, "utf8")).toContain("\nendWhenAsked();\n");
});
