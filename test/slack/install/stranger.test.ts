import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../../../src/log.ts";
import type { Installations } from "../../../src/slack/install/installation.ts";
import { createInstallPages } from "../../../src/slack/install/installer.ts";

/** The pages on a server of their own, and what is logged; Slack and the database are not there. */
async function servePages() {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => lines.push(line) } });
  const pages = createInstallPages({
    clientId: "1.2",
    clientSecret: "a-secret-of-the-app",
    publicUrl: "https://bot.example",
    apiUrl: "http://127.0.0.1:1/api/",
    installations: { now: Date.now } as Partial<Installations> as Installations,
    onStored: async () => undefined,
    log,
  });
  const server = createServer(pages);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { lines, ask: (path: string, ...headers: string[]) => askRaw(port, path, headers) };
}

/** Returns the status. Written by hand, for no client of Node's would send some of it. */
function askRaw(port: number, path: string, headers: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(Number(answer.split(" ")[1])));
    socket.on("error", reject);
    socket.end([`GET ${path} HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n"));
  });
}

const back = "/slack/oauth_redirect";
const ours = "Host: bot.example";

test.each([
  ["with nothing", `${back}`, [ours], 400],
  ["with an error of their own", `${back}?error=%3Cscript%3E`, [ours], 403],
  ["with an error that is the operator's", `${back}?error=client`, [ours], 500],
  ["with a state of another browser", `${back}?code=a&state=b`, [ours], 400],
  ["with a forged state", `${back}?code=a&state=b.c.d`, [ours, "Cookie: slack-app-oauth-state=b.c.d"], 400],
  ["of a host that is none", `${back}?code=a&state=b`, ["Host: ["], 400],
] as const)("whoever comes back %s however often is told, and the log says so once", async (_what, path, headers, status) => {
  const { lines, ask } = await servePages();

  const answers = [await ask(path, ...headers), await ask(path, ...headers), await ask(path, ...headers)];

  expect(answers).toEqual([status, status, status]);
  expect(lines).toHaveLength(1);
});

test("an address below which cards of personas are shown elsewhere is none of these pages", async () => {
  const { lines, ask } = await servePages();

  expect(await ask("/slack/personas/per_abcdefgh12?code=a&state=b", ours)).toBe(404);
  expect(lines).toEqual([]);
});
