import { DefaultRestOptions, type RESTOptions } from "discord.js";
import { z } from "zod";
import { keptPauseMs } from "../errors.ts";
import { readJson } from "../text/read-json.ts";
import { readRetryAfter } from "../text/retry-after.ts";
import { withWholeBody } from "./whole-body.ts";

type MakeRequest = RESTOptions["makeRequest"];

const bodySchema = z.object({ code: z.number().default(0), retry_after: z.number().optional() });

/** "Maximum number of … reached": a state of things and no matter of speed. https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
const firstMaximum = 30_000;
const lastMaximum = 30_999;

/** Where a limit names no time. Without one, discord.js would ask again at once, and again. */
const unnamedPauseMs = 5000;

/**
 * discord.js waits out whatever is answered with 429 and asks again without end. Some of those are refusals that no
 * waiting changes, such as 30046 for old messages: they come back as 400, so that whoever asked hears the code.
 */
export const tellLimitsApart: MakeRequest = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, await withWholeBody(init));
  if (leadsElsewhere(response)) return refuseToFollow(response);
  if (isHtml(response)) return unlessPage(response);
  if (response.status !== 429) return response;
  const text = await response.text();
  const { code, retry_after: named } = bodySchema.safeParse(readJson(text)).data ?? { code: 0 };
  const headers = new Headers([...response.headers]);
  const pauseMs = [readRetryAfter(headers, Date.now()), named && named * 1000].find(
    (ms) => ms !== undefined && ms > 0,
  );
  if (isMaximum(code) || (code !== 0 && pauseMs === undefined)) {
    headers.delete("retry-after");
    return new Response(text, { status: 400, headers });
  }
  headers.set("retry-after", String(keptPauseMs(pauseMs ?? unnamedPauseMs) / 1000));
  return new Response(text, { status: 429, headers });
};

type Answer = Awaited<ReturnType<MakeRequest>>;

/** Discord leads nowhere else. Whoever does stands before it, such as a proxy with a login, and discord.js takes that for a success. */
function leadsElsewhere({ status }: Answer): boolean {
  return status >= 300 && status < 400;
}

async function refuseToFollow(response: Answer): Promise<never> {
  // One that is not read to its end keeps its connection.
  await response.text();
  throw new Error("what answered leads elsewhere, and is not Discord");
}

function isHtml({ ok, headers }: Answer): boolean {
  return ok && /^\s*text\/html\b/i.test(headers.get("content-type") ?? "");
}

/**
 * With the status of a success a page is of who stands before Discord: nobody there has seen what was sent. An answer without a tag is
 * none, whatever it calls itself: what plays Discord may say "html" of every answer.
 */
async function unlessPage({ status, headers, ...response }: Answer): Promise<Answer> {
  const text = await response.text();
  if (/<[!a-z]/i.test(text)) throw new Error("what answered is a page, and not Discord");
  return new Response(text || null, { status, headers: new Headers([...headers]) });
}

function isMaximum(code: number): boolean {
  return code >= firstMaximum && code <= lastMaximum;
}
