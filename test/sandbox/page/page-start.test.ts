import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { refuseFleetElsewhere } from "../../../sandbox/page/fleet/refuse-elsewhere.ts";
import { holdAlone } from "../../../sandbox/page/hold-alone.ts";
import { untilTrue } from "../../support/until-true.ts";
import { aSandboxFolder } from "./page-visitor.ts";

const script = fileURLToPath(new URL("../../../sandbox/page/start.ts", import.meta.url));

/** A folder with a page newer than anything it could be made of, so that none is built. */
async function aBuiltFolder(): Promise<string> {
  const folder = await aSandboxFolder();
  const index = join(folder, "page", "index.html");
  await mkdir(join(folder, "page"));
  await writeFile(index, "<!doctype html><title>The page</title>");
  const tomorrow = Date.now() / 1000 + 86_400;
  await utimes(index, tomorrow, tomorrow);
  return folder;
}

/** `npm run sandbox` in a process group of its own, as a terminal starts it. */
function startSandbox(folder: string): ChildProcess {
  const child = spawn(process.execPath, [script, "--port", "0", "--folder", folder], { detached: true });
  onTestFinished(() => {
    if (isGroupAlive(child)) process.kill(-Number(child.pid), "SIGKILL");
  });
  return child;
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The process has no output.");
  for await (const line of createInterface({ input: stdout })) {
    const url = /Open (http:\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("The sandbox ended without an address.");
}

function isGroupAlive({ pid }: ChildProcess): boolean {
  try {
    return process.kill(-Number(pid), 0);
  } catch {
    return false;
  }
}

describe("npm run sandbox", () => {
  test.each([
    "SIGINT",
    "SIGTERM",
    "SIGHUP",
  ] as const)("prints where the page is and ends everything on %s", async (signal) => {
    const sandbox = startSandbox(await aBuiltFolder());
    const url = await addressOf(sandbox);
    expect(await (await fetch(url)).text()).toContain("The page");

    const exited = once(sandbox, "exit");
    // Ctrl-C reaches every process of the terminal's group; a supervisor tells only the one it started.
    process.kill(signal === "SIGINT" ? -Number(sandbox.pid) : Number(sandbox.pid), signal);

    expect(await exited).toEqual([0, null]);
    await untilTrue(() => !isGroupAlive(sandbox), { what: "the bot to end" });
    await expect(fetch(url)).rejects.toThrow();
  });

  test("ends its bot where its reader has gone when it says where the page is", async () => {
    const sandbox = startSandbox(await aBuiltFolder());
    sandbox.stdout?.destroy();

    await once(sandbox, "exit");

    await untilTrue(() => !isGroupAlive(sandbox), { what: "the bot to end" });
  });

  test("what is for a fleet alone is refused without one", async () => {
    const child = spawn(process.execPath, [script, "--discord-http"], {
      stdio: ["ignore", "ignore", "pipe"],
    });

    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);

    expect(said.trim()).toBe("--discord-http is for a fleet: add --fleet.");
    expect(code).toBe(1);
  });

  test.each([
    "darwin on arm64",
    "win32 on x64",
    "linux on arm64",
  ])("a fleet is refused where npm brings no PostgreSQL, and the other way named: %s", (system) => {
    expect(() => refuseFleetElsewhere(system)).toThrow(
      `--fleet needs Linux on x64, for the PostgreSQL that npm installs, which is for that system only. This is ${system}. Without --fleet the sandbox runs here too.`,
    );
    expect(() => refuseFleetElsewhere("linux on x64")).not.toThrow();
  });

  test("refuses to share its folder with another sandbox, until that one is gone", async () => {
    const folder = await aSandboxFolder();
    const letGo = holdAlone(folder);

    expect(() => holdAlone(folder)).toThrow("A sandbox is running already.");

    letGo();
    expect(holdAlone(folder)).toBeTypeOf("function");
  });
});
