import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { fetchText } from "../../../src/slack/read/fetch-text.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const fetchFrom = (base: string, change: { url?: string; sizeBytes?: number } = {}) =>
  fetchText(
    { name: "a.md", sizeBytes: 4, url: `${base}/files/a.md`, ...change },
    { maxBytes: 100, botToken: "xoxb-secret", apiUrl: `${base}/api/` },
  );

test("a file is fetched with the token", async () => {
  const base = await serve((request, response) => response.end(request.headers.authorization));

  expect(await fetchFrom(base)).toBe("Bearer xoxb-secret");
});

test.each([
  "https://evil.example/files.slack.com/a.md",
  "http://files.slack.com/a.md",
  "https://files.slack.com.evil.example/a.md",
  "https://files.slack.com@evil.example/a.md",
  "https://files.slack.com:8443/a.md",
  "file:///etc/passwd",
  "",
])("nothing is fetched from %j", async (url) => {
  const base = await serve((_request, response) => response.end("text"));

  await expect(fetchFrom(base, { url })).rejects.toThrow(/not kept in Slack/);
});

test.each([
  ["https://slack.com/api/", "https://files.slack-gov.com/a.md"],
  ["https://slack-gov.com/api/", "https://files.slack.com/a.md"],
  ["http://127.0.0.1:1/api/", "https://files.slack.com/a.md"],
  ["https://slack.com/api/", "https://slack.com/api/auth.revoke"],
  ["https://slack.com/api/", "https://slack.com/files/a.md"],
])("the token for %s does not go to %s", async (apiUrl, url) => {
  const options = { maxBytes: 100, botToken: "xoxb-secret", apiUrl };

  await expect(fetchText({ name: "a.md", sizeBytes: 4, url }, options)).rejects.toThrow(/not kept in Slack/);
});

test("the token does not follow a redirect", async () => {
  const reached: string[] = [];
  const elsewhere = await serve((request, response) => {
    reached.push(String(request.headers.authorization));
    response.end("login page");
  });
  const base = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end());

  await expect(fetchFrom(base)).rejects.toThrow(/did not hand over “a.md”/);
  expect(reached).toEqual([]);
});

test("a file that is larger than it said is not read to its end", async () => {
  const base = await serve((_request, response) => response.end("x".repeat(101)));

  await expect(fetchFrom(base)).rejects.toThrow(/Shorten it/);
});

test("a file that is not UTF-8 is refused with what to do", async () => {
  const base = await serve((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x41])));

  await expect(fetchFrom(base)).rejects.toThrow(UserError);
  await expect(fetchFrom(base)).rejects.toThrow(/Save it as UTF-8 text/);
});

test("a file that is gone is said to be", async () => {
  const base = await serve((_request, response) => response.writeHead(404).end());

  await expect(fetchFrom(base)).rejects.toThrow(/Upload it again/);
});

test.each([
  ["a short one", "<!DOCTYPE html><html></html>"],
  ["one that is longer than a file may be", `<!DOCTYPE html>${"<p>".repeat(100)}`],
])("a login page in the place of the file, %s, is no text of it, though its status is 200", async (_what, page) => {
  const base = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page),
  );

  await expect(fetchFrom(base)).rejects.toThrow(/did not hand over “a.md”.*files:read/);
});

test("a page that somebody uploads is its text", async () => {
  const page = "<p>You are Ada.</p>";
  const base = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page),
  );

  expect(await fetchFrom(base, { sizeBytes: page.length })).toBe(page);
});
