import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { createLog } from "../src/log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void, secrets: string[] = []) {
  const lines: string[] = [];
  write(createLog({ level: "info", secrets, destination: { write: (line) => lines.push(line) } }));
  return { text: lines.join(""), line: JSON.parse(lines[0] ?? "{}") };
}

test("a line is one JSON object with level, time, fields and message", () => {
  const { line } = logged((log) => log.info({ command: "persona-create", ms: 12 }, "answered"));

  expect(line).toEqual({
    level: "info",
    time: expect.any(String),
    command: "persona-create",
    ms: 12,
    msg: "answered",
  });
});

test("secret fields are redacted on every level, in children too", () => {
  const { text, line } = logged((log) =>
    log
      .child({ token: "s3cret" })
      .info({ apiKey: "s3cret", a: { headers: { b: "s3cret" } }, c: [{ key: "s3cret" }] }),
  );

  expect(text).not.toContain("s3cret");
  expect(line).toMatchObject({
    token: "[redacted]",
    a: { headers: "[redacted]" },
    c: [{ key: "[redacted]" }],
  });
});

test("an exact secret is blotted out wherever it turns up, even escaped", () => {
  const { text } = logged(
    (log) => log.info({ note: 'it is pa"ss\\word' }, "key hunter2"),
    ["hunter2", 'pa"ss\\word'],
  );

  expect(text).not.toContain("hunter2");
  expect(text).not.toContain("word");
});

test("an error keeps code, status and address but neither the token in it nor what a person typed", () => {
  const error = Object.assign(new Error("Unknown interaction"), {
    code: 10062,
    status: 404,
    url: "https://discord.com/api/v10/interactions/12/aW50ZXJhY3Rpb246/callback",
    requestBody: { json: { content: "what a person typed" } },
    detail: "Key (name)=(also typed)",
  });

  const { text, line } = logged((log) => log.error({ err: error }, "failed"));

  expect(line.err).toMatchObject({ type: "Error", message: "Unknown interaction", code: 10062, status: 404 });
  expect(line.err.url).toContain("/interactions/12/[redacted]/callback");
  expect(text).not.toMatch(/aW50|typed/);
});

test("causes and the tries of an aggregate are kept, and a circle of causes ends", () => {
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const circle = new Error("outer", { cause: new AggregateError([refused], "all failed") });
  refused.cause = circle;

  const { line } = logged((log) => log.error(circle));

  expect(line.err.cause.errors[0]).toMatchObject({ code: "ECONNREFUSED", cause: { message: "outer" } });
});

test("what was thrown need not be an error", () => {
  const { line } = logged((log) => log.error({ err: "just text" }));

  expect(line.err).toEqual({ type: "string", message: "just text" });
});

test("the last line reaches standard output although the process exits at once", () => {
  const module = new URL("../src/log.ts", import.meta.url).href;
  const script = `const { createLog } = await import(${JSON.stringify(module)});
    createLog({ level: "info" }).fatal("last words"); process.exit(1);`;

  const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });

  expect(stdout).toContain("last words");
  expect(status).toBe(1);
});
