import { cleanUp } from "./clean-up.ts";
import { type Ask, type Exchange, newMark } from "./exchange.ts";
import { conversationIn, personaIn, rowsIn } from "./rows.ts";

/** What one run over an account saw, each exchange under its name. */
export type Observations = Record<StepName, Exchange | undefined> & {
  vocabulary: "personas" | "pals";
  mark: string;
  /** What was left in the account, for a person to remove; empty as a rule. */
  leftBehind: string[];
};

const steps = [
  "wrongKey",
  "firstPage",
  "largePage",
  "beyondEnd",
  "create",
  "createUnknownField",
  "get",
  "getOther",
  "listAfterCreate",
  "patchName",
  "getAfterPatch",
  "patchSame",
  "patchMissing",
  "getUnknown",
  "patchUnknown",
  "deleteUnknown",
  "voices",
  "conversation",
  "endConversation",
  "endAgain",
  "deleteConversation",
  "delete",
  "deleteAgain",
  "getDeleted",
  "listAfterDelete",
] as const;

export type StepName = (typeof steps)[number];

export type ObserveOptions = {
  ask: Ask;
  /** The same without the key being right. */
  askWithWrongKey: Ask;
  vocabulary: "personas" | "pals";
  /** Stands in everything that is made. Default: a new one, like nothing that anybody else would write. */
  mark?: string | undefined;
  /** Asked between two steps: true ends the run. */
  isStopped(): boolean;
  onStep(what: string): void;
};

/** A name in which everything stands that a service might change: letters of other alphabets, signs, length. */
export const trickyName = (mark: string) => `Zoë “Ünï” & Co. – 東京 🦞 ${mark}`;
export const otherName = (mark: string) => `Renamed ${mark}`;
const absentId = "p0000000000f";

const words = {
  personas: {
    name: "persona_name",
    id: "persona_id",
    type: "persona_type",
    replica: "default_replica_id",
    stock: { path: "/v2/replicas?limit=1&page=1&replica_type=system", id: "replica_id" },
  },
  pals: {
    name: "pal_name",
    id: "pal_id",
    type: "pal_type",
    replica: "default_face_id",
    stock: { path: "/v2/faces?limit=1&page=1&face_type=system", id: "face_id" },
  },
} as const;

/**
 * Makes one persona that nobody uses, looks at how Tavus treats it, opens one conversation in `test_mode` (which costs
 * nothing: https://docs.tavus.io/sections/conversational-video-interface/conversation), and takes both away again, whatever
 * happens in between.
 */
export async function observe(options: ObserveOptions): Promise<Observations> {
  const { vocabulary, mark = newMark() } = options;
  const none = Object.fromEntries(steps.map((step) => [step, undefined])) as Record<StepName, undefined>;
  const seen: Observations = { ...none, vocabulary, mark, leftBehind: [] };
  try {
    await lookAround(options, seen);
    await tryPersona(options, seen);
  } finally {
    seen.leftBehind.push(...(await cleanUp(options, mark)));
  }
  return seen;
}

type Step = (name: StepName, exchange: () => Promise<Exchange>) => Promise<Exchange | undefined>;

function stepOf({ isStopped, onStep }: ObserveOptions, seen: Observations): Step {
  return async (name, exchange) => {
    if (isStopped()) return undefined;
    onStep(name);
    seen[name] = await exchange();
    return seen[name];
  };
}

async function lookAround(options: ObserveOptions, seen: Observations): Promise<void> {
  const { ask, askWithWrongKey, vocabulary } = options;
  const step = stepOf(options, seen);
  const own = `${words[vocabulary].type}=user`;
  await step("wrongKey", () => askWithWrongKey("a wrong key", "GET", `/v2/${vocabulary}?limit=1&page=1`));
  await step("firstPage", () => ask("the first page", "GET", `/v2/${vocabulary}?limit=2&page=1`));
  await step("largePage", () => ask("a large page", "GET", `/v2/${vocabulary}?limit=100&page=1&${own}`));
  await step("beyondEnd", () => ask("a page after the end", "GET", `/v2/${vocabulary}?limit=100&page=9999`));
  await step("voices", () => ask("the voices", "GET", "/v2/voices?limit=100&page=1"));
}

async function tryPersona(options: ObserveOptions, seen: Observations): Promise<void> {
  const { ask, vocabulary } = options;
  const step = stepOf(options, seen);
  const path = `/v2/${vocabulary}`;
  const body = await bodyFor(options, seen.mark);
  await step("createUnknownField", () =>
    ask("a field that does not exist", "POST", path, { ...body, personaforge_no_such_field: true }),
  );
  const made = await step("create", () => ask("a persona", "POST", path, body));
  const id = made && personaIn(made.answer);
  if (!id) return;
  const one = `${path}/${id}`;
  const name = (value: string, op = "replace") => [{ op, path: `/${words[vocabulary].name}`, value }];
  await step("get", () => ask("read it", "GET", one));
  const other = vocabulary === "personas" ? "pals" : "personas";
  await step("getOther", () => ask("read it in the other vocabulary", "GET", `/v2/${other}/${id}`));
  await step("listAfterCreate", () => ask("the list with it", "GET", `${path}?limit=100&page=1`));
  await step("patchName", () => ask("another name", "PATCH", one, name(otherName(seen.mark))));
  await step("getAfterPatch", () => ask("read it again", "GET", one));
  await step("patchSame", () => ask("the same name again", "PATCH", one, name(otherName(seen.mark))));
  await step("patchMissing", () =>
    ask("replace what is not there", "PATCH", one, [{ op: "replace", path: "/no_such_member", value: "x" }]),
  );
  await step("getUnknown", () => ask("one that does not exist", "GET", `${path}/${absentId}`));
  await step("patchUnknown", () => ask("change it", "PATCH", `${path}/${absentId}`, name("x")));
  await step("deleteUnknown", () => ask("delete it", "DELETE", `${path}/${absentId}`));
  await tryConversation(options, seen, id);
  await step("delete", () => ask("delete the persona", "DELETE", one));
  await step("deleteAgain", () => ask("delete it again", "DELETE", one));
  await step("getDeleted", () => ask("read it after that", "GET", one));
  await step("listAfterDelete", () => ask("the list after that", "GET", `${path}?limit=100&page=1`));
}

/** A PAL must name a face. A persona need not, but without one it cannot be talked to. */
async function bodyFor({ ask, vocabulary }: ObserveOptions, mark: string): Promise<Record<string, unknown>> {
  const { name, replica, stock } = words[vocabulary];
  const base = {
    [name]: trickyName(mark),
    system_prompt: `You are a test. ${mark}\r\nTwo lines, and a space. `,
  };
  const faces = await ask("the stock faces", "GET", stock.path);
  const face = rowsIn(faces.answer)[0]?.[stock.id];
  return face === undefined ? base : { ...base, [replica]: face };
}

async function tryConversation(options: ObserveOptions, seen: Observations, id: string): Promise<void> {
  const { ask, vocabulary } = options;
  const step = stepOf(options, seen);
  const made = await step("conversation", () =>
    ask("a conversation in test mode", "POST", "/v2/conversations", {
      [words[vocabulary].id]: id,
      conversation_name: seen.mark,
      test_mode: true,
      require_auth: true,
      properties: { max_call_duration: 60, participant_absent_timeout: 60, participant_left_timeout: 10 },
    }),
  );
  const conversation = made && conversationIn(made.answer);
  if (!conversation) return;
  const path = `/v2/conversations/${conversation}`;
  await step("endConversation", () => ask("end it", "POST", `${path}/end`));
  await step("endAgain", () => ask("end it again", "POST", `${path}/end`));
  await step("deleteConversation", () => ask("delete it", "DELETE", path));
}
