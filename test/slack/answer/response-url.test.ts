import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createResponseUrls } from "../../../src/slack/answer/response-url.ts";
import { createRecords } from "../setup.ts";

/** An address that gives this answer to whatever is posted. */
async function addressAnswering(status: number, text: string, headers = {}): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status, headers).end(text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const way = { response_type: "ephemeral", replace_original: false } as const;

test.each([
  [200, "ok", true, undefined],
  [200, "", true, undefined],
  [200, "some_words", true, undefined],
  [200, "no_text", false, "the message is empty"],
  [400, "invalid_blocks", false, "Slack does not take what was sent"],
  [403, "posting_to_general_channel_denied", false, "I may not post there"],
  [404, "used_url", false, "there were as many answers as Slack allows"],
  [410, "channel_is_archived", false, "the channel is archived"],
  [403, "a_code_of_next_year", false, "Slack says “a_code_of_next_year”"],
  [404, "Not found", false, "what answered is not Slack (http_404)"],
  [403, "<html>Log in</html>", false, "what answered is not Slack (http_403)"],
])("status %i with the words “%s” are understood as Slack means them", async (status, text, isTaken, cause) => {
  const url = createResponseUrls(createRecords().log).open(await addressAnswering(status, text));

  expect(await url.post({ text: "Hi", blocks: [], ...way })).toBe(isTaken);
  expect(url.refusal()?.cause).toBe(cause);
});

test.each([
  301, 302, 303, 307, 308,
])("nothing is taken by an address that leads elsewhere (%i), nor told there", async (status) => {
  const told: unknown[] = [];
  const elsewhere = createServer((request, response) => {
    told.push(request.method);
    response.end("ok");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void elsewhere.close());
  const { port } = elsewhere.address() as AddressInfo;
  const location = `http://127.0.0.1:${port}/login`;
  const url = createResponseUrls(createRecords().log).open(await addressAnswering(status, "", { location }));

  expect(await url.post({ text: "Hi", blocks: [], ...way })).toBe(false);
  expect(url.refusal()?.cause).toBe(`what answered is not Slack (http_${status})`);
  expect(told).toEqual([]);
});
