import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { fetchText } from "../../../src/discord/read/fetch-text.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const fetchFrom = (url: string, apiUrl = "https://discord.com/api") =>
  fetchText({ name: "a.md", sizeBytes: 4, url }, { maxBytes: 100, apiUrl });

test("a file is fetched from where DISCORD_API_URL points", async () => {
  const base = await serve((_request, response) => response.end("text"));

  expect(await fetchFrom(`${base}/attachments/1/a.md`, `${base}/api`)).toBe("text");
});

test.each([
  "https://evil.example/cdn.discordapp.com/a.md",
  "https://cdn.discordapp.com.evil.example/a.md",
  "https://cdn.discordapp.com@evil.example/a.md",
  "https://cdn.discordapp.com:8443/a.md",
  "http://cdn.discordapp.com/a.md",
  "http://169.254.169.254/latest/meta-data",
  "http://127.0.0.1:8080/",
  "file:///etc/passwd",
  "data:text/plain,hello",
  "/attachments/1/a.md",
  "",
])("nothing is fetched from %j", async (url) => {
  await expect(fetchFrom(url)).rejects.toThrow(/not kept at Discord/);
});

test.each(["127.0.0.1", "localhost"])("no redirect is followed, to %s neither", async (host) => {
  const reached: string[] = [];
  const elsewhere = await serve((request, response) => {
    reached.push(request.url ?? "");
    response.end("secret");
  });
  const location = elsewhere.replace("127.0.0.1", host);
  const base = await serve((_request, response) => response.writeHead(302, { location }).end());

  await expect(fetchFrom(`${base}/a.md`, `${base}/api`)).rejects.toThrow(/no longer hands over “a.md”/);
  expect(reached).toEqual([]);
});

test("a file that is larger than it said is not read to its end", async () => {
  const base = await serve((_request, response) => response.end("x".repeat(101)));

  await expect(fetchFrom(base, base)).rejects.toThrow(/Shorten it/);
});
