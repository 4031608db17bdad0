import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { variableRemedies } from "../src/config/remedies.ts";

const unit = readFileSync("docs/hosting/personaforge.service", "utf8");
const image = readFileSync("docs/hosting/Containerfile", "utf8");
const procfile = readFileSync("Procfile", "utf8");

const packageFile: { scripts: { start: string }; workspaces: string[] } = JSON.parse(
  readFileSync("package.json", "utf8"),
);

const lineIn = (text: string, name: string) => new RegExp(`^${name}[= ](.+)$`, "m").exec(text)?.[1] ?? "";

const entry: string[] = JSON.parse(lineIn(image, "ENTRYPOINT"));
const healthCheck: string[] = JSON.parse(lineIn(image, " +CMD"));

test.each([
  ["the unit", unit],
  ["the image", image],
])("%s names no variable that the bot does not know", (_what, text) => {
  const named = [...text.matchAll(/\b(?:[A-Z]+_)+(?:SECONDS|URL|TOKEN|KEYS?|SIZE|LEVEL)\b|\bPORT\b/g)].map(
    ([name]) => name,
  );

  expect(named.filter((name) => !(name in variableRemedies))).toEqual([]);
  expect(named).not.toEqual([]);
});

test.each([
  ["the unit", lineIn(unit, "ExecStart").split(" "), "/opt/personaforge/"],
  // Behind the shell that sees to PORT.
  ["the image", entry.slice(3), "/app/"],
])("%s starts what npm start starts, with the same loaded ahead of it", (_what, [
  node = "",
  ...args
], folder) => {
  // What stands in its settings comes from the host there.
  const [, ...started] = packageFile.scripts.start
    .split(" ")
    .filter((word) => !word.startsWith("--env-file"));

  expect(args.map((word) => word.replace(folder, ""))).toEqual(started.map((word) => word.replace("./", "")));
  expect(existsSync(node.replace(folder, ""))).toBe(true);
});

test("the Procfile starts what npm start starts, and no npm that keeps a signal from it", () => {
  expect(lineIn(procfile, "worker:")).toBe(
    `PATH="$PWD/node_modules/.bin:$PATH" exec ${packageFile.scripts.start}`,
  );
});

test("both start it again however often a start has failed: its database may be away for longer than a minute", () => {
  expect([lineIn(unit, "Restart"), lineIn(unit, "StartLimitIntervalSec")]).toEqual(["always", "0"]);
  expect(image).toMatch(/docker run -d .*--restart unless-stopped /);
});

test("the unit asks it to stop as it listens to", () => {
  expect(lineIn(unit, "KillSignal")).toBe("SIGTERM");
  expect(lineIn(unit, "User")).not.toBe("root");
});

test("the image holds whatever the bot imports, and does not run as root", () => {
  const copied = [...image.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = ""]) =>
    from.split(" "),
  );

  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  expect(copied).toEqual(
    expect.arrayContaining([
      "src",
      "migrations",
      "package.json",
      ...packageFile.workspaces.map((path) => `${path}/package.json`),
    ]),
  );
  expect(lineIn(image, "USER")).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(image).toContain(`WORKDIR ${lineIn(image, "VOLUME")}\n`);
  expect(image).toContain("/live");
});

const run = ([program = "", ...args]: string[], env: Record<string, string>) =>
  execFileSync(program, args, { encoding: "utf8", env: { PATH: process.env.PATH ?? "", ...env } }).trim();

const said = [
  "-p",
  "JSON.stringify([process.env.PORT, ...process.argv.slice(1)])",
  "--",
  "--backup",
  "a b.db",
];
/** Prints where it would ask. */
const asking = "globalThis.fetch = async (url) => { console.log(url); return { ok: true }; };";

test.each([
  ["empty, as .env.example has it", { PORT: "" }, "8080"],
  ["set", { PORT: "9000" }, "9000"],
  // docker keeps what stands around a value, which the bot leaves out.
  ["quoted", { PORT: '"9000"' }, "9000"],
])("where PORT is %s the image listens where it is asked whether it lives", (_what, env, port) => {
  const [shell = "", flag = "", script = ""] = entry;
  const [, evaluate = "", check = ""] = healthCheck;

  const started = run([shell, flag, script, process.execPath, ...said], env);
  const asked = run([process.execPath, evaluate, asking + check], env);

  expect(JSON.parse(started)).toEqual([expect.stringContaining(port), "--backup", "a b.db"]);
  expect(asked).toBe(`http://127.0.0.1:${port}/live`);
  expect(image).toContain("PORT=8080\n");
});
