import { cutText } from "../cut-text.ts";
import type { Exchange } from "./exchange.ts";
import { type Observations, otherName, trickyName } from "./observe.ts";
import { conversationIn, isFine, isRow, personaIn, rowIn, rowsIn } from "./rows.ts";

/**
 * `asAssumed`: nothing to do. `survived`: otherwise than assumed, and the bot copes with it. `breaks`: the bot would go wrong.
 * `unseen`: the run did not come so far, or Tavus did not answer.
 */
export type Verdict = "asAssumed" | "survived" | "breaks" | "unseen";

export type Judgement = {
  /** What Tavus did. */
  did: string;
  verdict: Verdict;
  /** What to change, where something must be. */
  remedy?: string;
};

const unseen: Judgement = { did: "not seen", verdict: "unseen" };

/** Statuses that are as assumed, and others that the bot copes with. */
export function byStatus(
  exchange: Exchange | undefined,
  { asAssumed, survived }: { asAssumed: number[]; survived: number[] },
): Judgement {
  if (!exchange || exchange.status === 0)
    return exchange ? { did: answerOf(exchange), verdict: "unseen" } : unseen;
  const { status } = exchange;
  if (asAssumed.includes(status)) return { did: answerOf(exchange), verdict: "asAssumed" };
  return { did: answerOf(exchange), verdict: survived.includes(status) ? "survived" : "breaks" };
}

const longestWords = 60;

function answerOf({ status, answer }: Exchange): string {
  if (status === 0) return `no answer (${String(answer)})`;
  const body = isRow(answer) ? (answer.error ?? answer.message ?? answer.detail) : undefined;
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return text === "" ? String(status) : `${status} ${cutText(text, longestWords, "codePoints")}`;
}

export function judgeVocabulary({ firstPage, vocabulary }: Observations): Judgement {
  if (!firstPage || firstPage.status === 0) return unseen;
  if (isFine(firstPage.status)) return { did: "they are", verdict: "asAssumed" };
  const other = vocabulary === "pals" ? "personas" : "pals";
  const remedy =
    firstPage.status === 401 || firstPage.status === 403
      ? "Tavus refuses TAVUS_API_KEY: copy it again from https://maker.tavus.io/dev."
      : `Set TAVUS_VOCABULARY=${other}, and run it again.`;
  return { did: answerOf(firstPage), verdict: "breaks", remedy };
}

export function judgeTotal({ firstPage, largePage }: Observations): Judgement {
  if (!firstPage || !isFine(firstPage.status)) return unseen;
  const total = isRow(firstPage.answer) ? firstPage.answer.total_count : undefined;
  if (typeof total !== "number") return { did: "there is none", verdict: "survived" };
  const held = rowsIn(largePage?.answer).length;
  if (total < Math.min(held, 3))
    return { did: `${total}, and there are at least ${held}`, verdict: "survived" };
  return { did: String(total), verdict: "asAssumed" };
}

export function judgeBeyondEnd({ beyondEnd }: Observations): Judgement {
  if (!beyondEnd || beyondEnd.status === 0) return unseen;
  if (!isFine(beyondEnd.status)) return { did: answerOf(beyondEnd), verdict: "survived" };
  const rows = rowsIn(beyondEnd.answer).length;
  return rows === 0
    ? { did: "empty", verdict: "asAssumed" }
    : { did: `${rows} rows again`, verdict: "survived" };
}

export function judgeCreate({ create }: Observations): Judgement {
  if (!create || create.status === 0) return unseen;
  if (personaIn(create.answer)) return { did: `${create.status}, with an id`, verdict: "asAssumed" };
  const remedy = "Without a persona nothing else could be looked at. See what Tavus says, and run it again.";
  return { did: answerOf(create), verdict: "breaks", remedy };
}

function heldBy(exchange: Exchange | undefined, ...members: string[]): unknown {
  const row = rowIn(exchange?.answer);
  return members.map((member) => row[member]).find((value) => value !== undefined);
}

export function judgeName({ get, mark }: Observations): Judgement {
  const held = heldBy(get, "persona_name", "pal_name");
  if (typeof held !== "string") return unseen;
  const isSame = held === trickyName(mark);
  return isSame ? { did: "kept", verdict: "asAssumed" } : { did: `kept as ${held}`, verdict: "survived" };
}

export function judgePrompt({ get, create }: Observations): Judgement {
  const held = heldBy(get, "system_prompt");
  const sent = isRow(create?.body) ? create.body.system_prompt : undefined;
  if (typeof held !== "string") return unseen;
  return held === sent
    ? { did: "kept", verdict: "asAssumed" }
    : { did: `changed: ${held.length} characters of ${String(sent).length}`, verdict: "survived" };
}

export function judgeModel({ get }: Observations): Judgement {
  if (!get || !isFine(get.status)) return unseen;
  const layers = heldBy(get, "layers");
  const llm = isRow(layers) ? layers.llm : undefined;
  const model = isRow(llm) && typeof llm.model === "string" ? llm.model : undefined;
  return { did: model ?? "not told", verdict: "asAssumed" };
}

export function judgeShape(get: Exchange | undefined): Judgement {
  if (!get || !isFine(get.status)) return unseen;
  const isList = rowsIn(get.answer).length > 0;
  if (!isList && !personaIn(get.answer)) return { did: answerOf(get), verdict: "breaks" };
  return { did: isList ? "{data: […]}" : "the bare object", verdict: "asAssumed" };
}

export function judgeNames({ get, vocabulary }: Observations): Judgement {
  if (!get || !isFine(get.status)) return unseen;
  const row = rowIn(get.answer);
  const found = ["persona_id", "pal_id"].filter((member) => row[member] !== undefined);
  const expected = vocabulary === "pals" ? "pal_id" : "persona_id";
  if (found.length === 1 && found[0] === expected) return { did: expected, verdict: "asAssumed" };
  return { did: found.join(" and ") || "neither", verdict: found.length > 0 ? "survived" : "breaks" };
}

function isIn(exchange: Exchange | undefined, id: string | undefined): boolean {
  return rowsIn(exchange?.answer).some((row) => personaIn(row) === id);
}

export function judgeListed({ create, listAfterCreate }: Observations): Judgement {
  const id = create && personaIn(create.answer);
  if (!id || !listAfterCreate || !isFine(listAfterCreate.status)) return unseen;
  if (isIn(listAfterCreate, id)) return { did: "it is", verdict: "asAssumed" };
  return { did: "not on the first page of a hundred", verdict: "survived" };
}

export function judgeOrder({ create, listAfterCreate }: Observations): Judgement {
  const rows = rowsIn(listAfterCreate?.answer);
  const place = rows.findIndex((row) => personaIn(row) === (create && personaIn(create.answer)));
  if (place < 0) return unseen;
  return { did: `the new one is number ${place + 1} of ${rows.length}`, verdict: "asAssumed" };
}

export function judgePatch({ patchName, getAfterPatch, mark }: Observations): Judgement {
  if (!patchName || patchName.status === 0) return unseen;
  if (!isFine(patchName.status)) return { did: answerOf(patchName), verdict: "breaks" };
  const held = heldBy(getAfterPatch, "persona_name", "pal_name");
  if (held === undefined) return unseen;
  if (held === otherName(mark)) return { did: `${patchName.status}, done`, verdict: "asAssumed" };
  const remedy = "Edits answer that they were made and are not. Try the other TAVUS_VOCABULARY.";
  const isTouched = held !== trickyName(mark);
  return isTouched
    ? { did: `${patchName.status}, kept as ${String(held)}`, verdict: "survived" }
    : { did: `${patchName.status}, and nothing changed`, verdict: "breaks", remedy };
}

export function judgeGone({ create, listAfterDelete }: Observations): Judgement {
  const id = create && personaIn(create.answer);
  if (!id || !listAfterDelete || !isFine(listAfterDelete.status)) return unseen;
  return isIn(listAfterDelete, id)
    ? { did: "still there", verdict: "survived" }
    : { did: "it is", verdict: "asAssumed" };
}

export function judgeVoices({ voices }: Observations): Judgement {
  if (!voices || voices.status === 0) return unseen;
  if (!isFine(voices.status)) return { did: answerOf(voices), verdict: "survived" };
  const rows = rowsIn(voices.answer);
  const without = rows.filter(({ voice_id }) => typeof voice_id !== "string").length;
  return { did: `${rows.length} rows, ${without} without an id`, verdict: "asAssumed" };
}

export function judgeConversation({ conversation }: Observations): Judgement {
  if (!conversation || conversation.status === 0) return unseen;
  if (!conversationIn(conversation.answer)) return { did: answerOf(conversation), verdict: "survived" };
  const status = String(heldBy(conversation, "status"));
  return { did: `${conversation.status}, ${status}`, verdict: status === "ended" ? "asAssumed" : "survived" };
}

export function judgeToken({ conversation }: Observations): Judgement {
  if (!conversation || !conversationIn(conversation.answer)) return unseen;
  return heldBy(conversation, "meeting_token") === undefined
    ? { did: "there is none in test mode", verdict: "survived" }
    : { did: "it does", verdict: "asAssumed" };
}

export function judgeLimits(seen: Observations): Judgement {
  const headers = [seen.firstPage, seen.create, seen.patchName].flatMap((exchange) =>
    Object.keys(exchange?.headers ?? {}),
  );
  const telling = [...new Set(headers.filter((name) => /ratelimit|retry-after/.test(name)))];
  if (!seen.firstPage) return unseen;
  return telling.length === 0
    ? { did: "none", verdict: "asAssumed" }
    : { did: telling.join(", "), verdict: "survived" };
}
