import type { UsableConfig } from "../config.ts";
import { bad, type ClockReading, type Finding, good, note, readClock, skipped } from "../finding.ts";
import { unreachable } from "../network-reason.ts";
import { createTavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import { counted } from "../text/counted.ts";

const requestTimeoutMs = 4000;
const place = { who: "Tavus", variable: "TAVUS_API_URL" };

type TavusExamination = { findings: Finding[]; clock?: ClockReading | undefined };

/** Whether Tavus is there, and whether it takes the operator's key. */
export async function examineTavus(
  { tavus, encryptionKeys }: Pick<UsableConfig, "tavus" | "encryptionKeys">,
  now: () => number,
): Promise<TavusExamination> {
  const reach = await examineReach(tavus.apiUrl, now);
  if (reach.finding.state === "bad") {
    return { findings: [reach.finding, skipped("Key", "Not looked at: see Reach.")] };
  }
  return {
    findings: [reach.finding, await examineKey(tavus, encryptionKeys !== undefined)],
    clock: reach.clock,
  };
}

/** Any answer will do, also a refusal: this asks without a key. */
async function examineReach(
  apiUrl: string,
  now: () => number,
): Promise<{ finding: Finding; clock?: ClockReading | undefined }> {
  try {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const { headers, body } = await fetch(apiUrl, { redirect: "manual", signal });
    await body?.cancel();
    const clock = readClock("Tavus", headers.get("date"), now());
    return { finding: good("Reach", `${new URL(apiUrl).host} answers.`), clock };
  } catch (error) {
    return { finding: unreachable("Reach", error, place) };
  }
}

async function examineKey(
  { apiKey, apiUrl, vocabulary }: UsableConfig["tavus"],
  canStore: boolean,
): Promise<Finding> {
  if (!apiKey) return canStore ? skipped("Key", teamsBring) : note("Key", nobodyHas, setOne);
  const client = createTavusClient({ apiUrl, vocabulary, timeoutMs: requestTimeoutMs });
  try {
    const count = await client.countPersonas(apiKey);
    const personas = counted(count, "persona");
    const sees = `It sees ${personas} of the account's own.`;
    return good("Key", `Tavus takes it, in the words of TAVUS_VOCABULARY=${vocabulary}. ${sees}`);
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    return explain(error, vocabulary);
  } finally {
    client.close();
  }
}

const teamsBring = "TAVUS_API_KEY is not set: teams bring their own with /persona-setup.";
const nobodyHas =
  "TAVUS_API_KEY is not set, and without ENCRYPTION_KEYS teams cannot bring their own: personas are saved, and wait.";
const setOne = "Set TAVUS_API_KEY for your own account, or ENCRYPTION_KEYS for those of the teams.";

function explain(error: TavusError, vocabulary: string): Finding {
  const said = error.words ? `: “${error.words}”` : "";
  const answer = error.status === undefined ? "" : ` (HTTP ${error.status}${said})`;
  switch (error.kind) {
    case "invalidKey":
      return bad(
        "Key",
        `Tavus refuses TAVUS_API_KEY${answer}. It is wrong, expired, or not allowed from this address.`,
        "Copy the key again from https://maker.tavus.io/dev.",
      );
    case "outOfCredits":
      return bad("Key", "The Tavus account is out of credits.", "Add credits, or upgrade its plan.");
    case "notInPlan":
    case "limitReached":
    case "forbidden":
      return bad(
        "Key",
        `Tavus does not let this key list ${vocabulary}${answer}.`,
        "Ask whoever owns the Tavus account about the rights of the key and the plan.",
      );
    case "blocked":
      return bad(
        "Key",
        `Something on the way to Tavus turned the request away${answer}.`,
        "Let the firewall or proxy of this machine pass requests to it.",
      );
    case "rateLimited":
    case "tooManyConversations":
      return note("Key", `Tavus asks for a pause${answer}.`, "Run npm run doctor again in a minute.");
    case "notFound":
    case "otherTeams":
    case "notApplied":
    case "unexpectedReply":
    case "rejected":
    case "conflict":
      return bad(
        "Key",
        `What answers there does not list ${vocabulary} as Tavus does${answer}.`,
        "Check TAVUS_API_URL, if it is set, and TAVUS_VOCABULARY (personas or pals).",
      );
    case "timedOut":
    case "unavailable":
      if (error.status === undefined) return unreachable("Key", error, place);
      return bad("Key", `Tavus has trouble of its own${answer}.`, "Try again in a few minutes.");
  }
}
