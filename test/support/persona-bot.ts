import { onTestFinished } from "vitest";
import { encodeButton } from "../../src/chat/button-code.ts";
import type { ChannelMessage } from "../../src/chat/channels.ts";
import type { Dispatcher } from "../../src/chat/dispatch/dispatch.ts";
import type { Choice, FormValues } from "../../src/chat/form/field.ts";
import { isEarly, type OpenForm } from "../../src/chat/form/form.ts";
import type { DirectWay } from "../../src/chat/interaction.ts";
import { type Member, type Role, tenantIdOf } from "../../src/chat/member.ts";
import { mustBeOurs } from "../../src/chat/refusal.ts";
import type { Button, Reply } from "../../src/chat/reply.ts";
import { inUtc } from "../../src/chat/time-mark.ts";
import type { Config } from "../../src/config.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { buildParts } from "../../src/main/build-parts.ts";
import { randomId } from "../../src/random-id.ts";
import type { TavusVocabulary } from "../../src/tavus/vocabulary.ts";
import { key, startTavus } from "../tavus/setup.ts";
import type { OpenDatabase } from "./databases.ts";
import { readFlat } from "./personas/persona-rows.ts";
import { promptWait } from "./prompt-wait.ts";
import { answerIn, openedForm, type RecordingAnswering, recordAnswering } from "./recording-answering.ts";
import { recordChannels } from "./recording-channels.ts";
import { expectWithinLimits } from "./reply-limits.ts";

export type BotOptions = {
  /** Default: the stand-in's own; null for none. */
  tavusKey?: string | null;
  vocabulary?: TavusVocabulary;
  /** Null: the operator has set none. */
  encryptionKey?: Buffer | null;
  /** How long a call to Tavus may take. */
  timeoutMs?: number;
  /** How long an answer waits for an outcome. */
  patienceMs?: number;
  /** Teams may see what others have in the account. */
  isAccountShared?: boolean;
  /** Accounts of Tavus besides the operator's, by their keys. */
  otherKeys?: readonly string[];
  /** Unix ms, before any time is skipped. Default: as it is. */
  now?: () => number;
  /** Teams that may use the operator's key, as the bot asks for it: both by default. */
  operatorTenants?: string[];
};

export const workspace = tenantIdOf("slack", "T1");
export const guild = tenantIdOf("discord", "100");

/** Everything of the bot but the platforms: a real database, real queue and a Tavus on this machine. */
export async function startPersonaBot(open: OpenDatabase, options: BotOptions = {}) {
  const { tavusKey = key, vocabulary = "personas", timeoutMs = 2000, now = Date.now } = options;
  const { encryptionKey = Buffer.alloc(32, 7), otherKeys = [], isAccountShared = false } = options;
  let skippedMs = 0;
  const clock = () => now() + skippedMs;
  const database = await open({ clock });
  const { standIn, client, account } = await startTavus({
    vocabulary,
    timeoutMs,
    now: clock,
    accounts: [key, ...otherKeys].map((account) => ({ keys: [account] })),
  });
  const config: Config = {
    tavus: {
      ...(tavusKey !== null && { apiKey: tavusKey }),
      apiKeyTenants: options.operatorTenants ?? [workspace, guild],
      vocabulary,
      isAccountShared,
      models: ["tavus-one", "tavus-two"],
      apiUrl: standIn.url,
    },
    database: { kind: "sqlite", file: ":memory:" },
    ...(encryptionKey !== null && { encryptionKeys: [encryptionKey] }),
    logLevel: "info",
  };
  const written: string[] = [];
  const log = createLog({
    level: "info",
    secrets: [key],
    destination: { write: (line) => written.push(line) },
  });
  const direct = createDirectMessages();
  const channels = recordChannels();
  const parts = buildParts({
    config,
    database,
    tavus: client,
    log,
    channelsOf: () => channels,
    sendDirectFor: () => direct.send,
    outcomeWait: {
      ...promptWait,
      ...(options.patienceMs !== undefined && { patienceMs: options.patienceMs }),
    },
    answerPausesMs: [1, 1, 1, 1],
  });
  const { dispatch } = parts.dispatcher;
  onTestFinished(async () => {
    parts.autoSync.stop();
    const { worker, keeper, follower, followUps } = parts;
    await Promise.all([worker.stop(2000), follower.stop(2000)]);
    await Promise.all([keeper.stop(2000), followUps.stop(2000)]);
    parts.watchers.close();
    parts.videoWatchers.close();
  });
  parts.worker.start();
  parts.keeper.start();
  parts.followUps.start();
  parts.follower.start();

  return {
    ...parts,
    database,
    channels,
    dispatch,
    standIn,
    account,
    written,
    direct,
    /** Unix ms, as the bot and its Tavus see it. */
    clock,
    /** Makes it that much later, and lets the queue look at what is due by then. */
    skip(ms: number): void {
      skippedMs += ms;
      parts.worker.wake();
      parts.keeper.wake();
      parts.followUps.wake();
      parts.follower.wake();
    },
    /**
     * The same once the looks that have been begun have ended: each has a lease, which so much time would end, and how
     * quick this machine is must not decide who goes on. `also`: others who look.
     */
    async pass(ms: number, also: readonly Looker[] = []): Promise<void> {
      const lookers = [parts.keeper, parts.followUps, parts.follower, ...also];
      await Promise.all(lookers.map((looker) => looker.stop(20_000)));
      skippedMs += ms;
      parts.worker.wake();
      for (const looker of lookers) looker.start();
    },
    rows: () => readFlat(database),
    /** `standing` is asked at every interaction, so that a test can change what somebody is. */
    person: (userId: string, role: Role = "member", tenantId = workspace, standing: Standing = {}) =>
      createPerson({ dispatch, userId, role, tenantId, standing }),
  };
}

type Looker = { start(): void; stop(withinMs: number): Promise<void> };

export type PersonaBot = Awaited<ReturnType<typeof startPersonaBot>>;

/** What people were sent; `areClosed` plays people who take no direct messages, `failures` a platform that fails so often. */
function createDirectMessages() {
  const direct = {
    sent: [] as { userId: string; reply: Reply }[],
    areClosed: false,
    failures: 0,
    async send(userId: string, reply: Reply, _onRefused?: unknown, way: DirectWay = {}): Promise<boolean> {
      expectWithinLimits(reply);
      await mustBeOurs(way);
      if (direct.failures > 0) {
        direct.failures -= 1;
        throw new OutsideError("The platform failed.");
      }
      if (direct.areClosed) return false;
      direct.sent.push({ userId, reply });
      return true;
    },
  };
  return direct;
}

/** What a platform says of somebody beyond their id. */
export type Standing = {
  role?: Role;
  /** What the platform had said a moment ago, and says again only if it is asked anew. */
  remembered?: Role;
  grants?: readonly string[];
  isGuest?: boolean;
  isStranger?: boolean;
};

type Acting = Pick<Member, "userId" | "tenantId"> & {
  role: Role;
  standing: Standing;
  dispatch: Dispatcher["dispatch"];
};

/** Somebody who uses the bot in a channel of a team. */
export function createPerson({ dispatch, userId, role, tenantId, standing }: Acting) {
  const platform = tenantId.startsWith("slack:") ? "slack" : "discord";
  const member = (remembered?: Role): Member => ({
    tenantId,
    platform,
    userId,
    locale: "en-GB",
    role: async () => remembered ?? standing.role ?? role,
    grants: standing.grants ?? [userId],
    isGuest: async () => standing.isGuest ?? false,
    isStranger: async () => standing.isStranger ?? false,
    anew: () => member(),
  });
  const delivery = () => ({ id: randomId(12), channelId: "C1", member: member(standing.remembered) });

  const person = {
    /** Runs the command; `values` are what was chosen early, `text` what was typed behind it. */
    async command(
      {
        values = {},
        text = "",
        command = "persona-create",
      }: { values?: FormValues; text?: string; command?: string } = {},
      answering = recordAnswering(),
    ): Promise<RecordingAnswering> {
      await dispatch({ ...delivery(), kind: "command", command, values, text }, answering);
      return answering;
    },
    async open(opening: { values?: FormValues; text?: string } = {}): Promise<OpenForm> {
      return openedForm(await person.command(opening));
    },
    /** Sends an open form: what stands in it, changed by `typed`. Slack sends every field, Discord the late ones. */
    async send(
      form: OpenForm,
      typed: FormValues = {},
      answering = recordAnswering(),
      id = randomId(12),
    ): Promise<RecordingAnswering> {
      const { command, formId } = form;
      const values = { ...valuesShown(form, platform === "slack"), ...typed };
      await dispatch({ ...delivery(), id, kind: "form", command, formId, values }, answering);
      return answering;
    },
    /** Opens the form and sends it, filled in. */
    async create(typed: FormValues = {}, answering = recordAnswering()): Promise<RecordingAnswering> {
      return person.send(await person.open(), { name: "Ada", prompt: "You are Ada.", ...typed }, answering);
    },
    /** Runs a command that has no form. */
    run: (command: string, values: FormValues = {}) => person.command({ command, values }),
    /** The same with words behind it. */
    say: (command: string, text: string) => person.command({ command, text }),
    async press(
      button: Button,
      {
        id = randomId(12),
        answering = recordAnswering(),
        message,
      }: { id?: string; answering?: RecordingAnswering; message?: ChannelMessage } = {},
    ): Promise<RecordingAnswering> {
      const code = encodeButton(button);
      await dispatch({ ...delivery(), id, kind: "button", code, ...(message && { message }) }, answering);
      return answering;
    },
    /** What a field offers for what was typed; by default the replica of a new persona. */
    async suggest(typed: string, where = { command: "persona-create", field: "replica" }): Promise<Choice[]> {
      const answering = recordAnswering();
      const asked = { ...where, typed };
      await dispatch({ ...delivery(), kind: "suggest", ...asked }, answering);
      return answering.said.flatMap((word) => (word.how === "suggest" ? word.choices : []));
    },
  };
  return person;
}

export type Person = ReturnType<typeof createPerson>;

function valuesShown({ form, values }: OpenForm, withEarly: boolean): FormValues {
  const shown = Object.entries(form.fields).filter(([, field]) => withEarly || !isEarly(field));
  return Object.fromEntries(
    shown.map(([key, field]) => [key, values[key] ?? ("initial" in field ? field.initial : undefined)]),
  );
}

/** The button of that label under a reply. */
export function buttonIn({ buttons = [] }: Reply, label: string): Button {
  const found = buttons.find((button) => button.label === label);
  if (!found)
    throw new Error(`no button “${label}” among: ${buttons.map((button) => button.label).join(", ")}`);
  return found;
}

/** Presses the button under the answer. */
export function pressIn(
  person: Person,
  answering: RecordingAnswering,
  label: string,
): Promise<RecordingAnswering> {
  return person.press(buttonIn(answerIn(answering), label));
}

/** The button below the reply, or behind its More…. */
export async function offeredIn(person: Person, reply: Reply, label: string): Promise<Button> {
  const isShown = reply.buttons?.some((button) => button.label === label);
  return isShown
    ? buttonIn(reply, label)
    : buttonIn(answerIn(await person.press(buttonIn(reply, "More…"))), label);
}

/** Presses the button under the answer, or behind its More…, however often that has to be opened. */
export async function pressOffered(
  person: Person,
  answering: RecordingAnswering,
  label: string,
): Promise<RecordingAnswering> {
  const isShown = answerIn(answering).buttons?.some((button) => button.label === label);
  if (isShown) return pressIn(person, answering, label);
  return pressOffered(person, await pressIn(person, answering, "More…"), label);
}

/** A reply's facts as an object, their times in UTC. */
export function factsIn({ facts = [] }: Reply): Record<string, string> {
  return Object.fromEntries(facts.map(({ label, value }) => [label, inUtc(value)]));
}
