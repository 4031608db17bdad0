import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { channel, done, formHandlers, type Handlers, startSlackOverHttp } from "./setup.ts";

const answers: Handlers = { command: (_interaction, answering) => answering.answer(done) };

test("over HTTP a command opens its form and a submission is answered", async () => {
  const { standIn } = await startSlackOverHttp(formHandlers);
  const person = standIn.person("U0MIA");

  const command = await person.command(channel, "/persona-create");
  await person.submit(await person.fill(command, { name: "Ada" }));

  expect((await command.message()).text).toBe("Done");
  expect(standIn.problems).toEqual([]);
});

test("over HTTP a payload signed by another is refused", async () => {
  const { standIn, seen } = await startSlackOverHttp(answers);
  const { payload } = await standIn.person("U0MIA").command(channel, "/persona-show");
  await vi.waitFor(() => expect(seen).toHaveLength(1));

  const forged = standIn.deliver(payload, { signingSecret: "another" });

  expect(await forged.acked()).toMatchObject({ outcome: "dispatch_failed", status: 401 });
  expect(seen).toHaveLength(1);
});

test("over HTTP a payload that cannot be read is refused and logged, not acknowledged", async () => {
  const { standIn, lines } = await startSlackOverHttp(answers);

  const broken = standIn.deliver({ command: "/persona-show", team_id: "T0SANDBOX", user_id: "U0MIA" });

  expect(await broken.acked()).toMatchObject({ status: 500 });
  expect(lines.join("")).toContain("a Slack payload could not be handled");
});

test("over HTTP another path is not found", async () => {
  const { url } = await startSlackOverHttp(answers);

  expect((await fetch(new URL("/other", url))).status).toBe(404);
});

const now = () => Math.floor(Date.now() / 1000);

function signed(body: string, { secret = "sandbox-signing-secret", at = now() } = {}) {
  const digest = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(at), "x-slack-signature": `v0=${digest}` };
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

type Sent = { status: number; body: string; headers: Record<string, string> };

test.each<Sent & { what: string }>([
  { what: "null", status: 400, body: "null", headers: { ...json, ...signed("null") } },
  { what: "a list", status: 400, body: "[]", headers: { ...json, ...signed("[]") } },
  { what: "half of a payload", status: 400, body: "{", headers: { ...json, ...signed("{") } },
  {
    what: "a form of null",
    status: 400,
    body: "payload=null",
    headers: { ...form, ...signed("payload=null") },
  },
  { what: "an object of no kind", status: 200, body: "{}", headers: { ...json, ...signed("{}") } },
  {
    what: "a shortcut, which the bot has none of",
    status: 200,
    body: '{"type":"shortcut","callback_id":"x","team":{"id":"T0SANDBOX"},"user":{"id":"U0MIA"}}',
    headers: {
      ...json,
      ...signed('{"type":"shortcut","callback_id":"x","team":{"id":"T0SANDBOX"},"user":{"id":"U0MIA"}}'),
    },
  },
  {
    what: "an event nobody listens to",
    status: 200,
    body: '{"type":"event_callback","team_id":"T0SANDBOX","event":{"type":"emoji_changed"}}',
    headers: {
      ...json,
      ...signed('{"type":"event_callback","team_id":"T0SANDBOX","event":{"type":"emoji_changed"}}'),
    },
  },
  { what: "no signature", status: 401, body: "{}", headers: json },
  {
    what: "a signature of another kind",
    status: 401,
    body: "{}",
    headers: { ...json, ...signed("{}"), "x-slack-signature": "v1=0" },
  },
  {
    what: "a signature of another secret",
    status: 401,
    body: "{}",
    headers: { ...json, ...signed("{}", { secret: "x" }) },
  },
  {
    what: "an old signature",
    status: 401,
    body: "{}",
    headers: { ...json, ...signed("{}", { at: now() - 400 }) },
  },
  {
    what: "a signature of tomorrow",
    status: 401,
    body: "{}",
    headers: { ...json, ...signed("{}", { at: now() + 86_400 }) },
  },
  { what: "the question for TLS", status: 200, body: "ssl_check=1&token=x", headers: form },
  { what: "a body of 600 kB", status: 413, body: "x".repeat(600_000), headers: { ...json, ...signed("") } },
  {
    what: "a character set with its type",
    status: 200,
    body: "ssl_check=0",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8", ...signed("ssl_check=0") },
  },
])("over HTTP $what is answered with $status at once", async ({ body, headers, status }) => {
  const { url, seen } = await startSlackOverHttp(answers);
  const startedMs = performance.now();

  const response = await fetch(url, { method: "POST", body, headers });

  expect(response.status).toBe(status);
  expect(performance.now() - startedMs).toBeLessThan(1500);
  expect(seen).toEqual([]);
});

test("a wrong signing secret is named in the log, once, and until a signature fits", async () => {
  const { url, lines, impaired } = await startSlackOverHttp(answers, {
    signingSecret: "copied from another app",
  });

  for (let count = 0; count < 3; count += 1) {
    await fetch(url, { method: "POST", body: "{}", headers: { ...json, ...signed("{}") } });
  }

  const said = lines.filter((line) => line.includes("SLACK_SIGNING_SECRET"));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("Basic Information");
  expect(impaired.at(-1)).toContain("SLACK_SIGNING_SECRET");
  expect(lines.join("")).not.toContain("copied from another app");
});

test("a stranger's wrong signature takes nothing from a secret that fits", async () => {
  const { url, impaired } = await startSlackOverHttp(answers);
  const forged = signed("{}", { secret: "x" });

  await fetch(url, { method: "POST", body: "{}", headers: { ...json, ...forged } });

  expect(impaired.at(-1)).toBeUndefined();
});

test("a body in pieces without a length is refused as soon as it is too large", async () => {
  const { url } = await startSlackOverHttp(answers);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  const headers = Object.entries({ host: "x", "transfer-encoding": "chunked", ...signed("") });
  socket.write(
    `POST /slack/events HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
  );

  const answered = once(socket, "data");
  for (let sent = 0; sent < 600_000; sent += 100_000) socket.write(`186a0\r\n${"x".repeat(100_000)}\r\n`);
  const [head] = await answered;

  expect(String(head)).toMatch(/^HTTP\/1\.1 413 /);
  expect(String(head).toLowerCase()).toContain("connection: close");
});
