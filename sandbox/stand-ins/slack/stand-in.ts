import { createSocketHub, type SocketHub } from "./delivery/socket-hub.ts";
import type { Fault } from "./faults.ts";
import { createInstallation, type Installation } from "./installation.ts";
import type { Problem, StepListener } from "./journal.ts";
import { createLine, type Line } from "./message/line.ts";
import { createPerson, type Person } from "./person/person.ts";
import { createScreen, type Screen } from "./person/screen.ts";
import { startServer } from "./server.ts";
import { until } from "./until.ts";
import type { Workspace, WorkspaceSeed } from "./workspace.ts";
import { type Credentials, createWorld, type World } from "./world.ts";

/** The bot scopes of the app's manifest. */
export const defaultScopes: readonly string[] = [
  "commands",
  "chat:write",
  "users:read",
  "channels:read",
  "groups:read",
  "files:read",
  "files:write",
  "im:write",
];

export type SlackStandInOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly scopes?: readonly string[];
  readonly workspace?: WorkspaceSeed;
  /** Milliseconds since 1970; for tests of what expires. */
  readonly clock?: () => number;
  /** How long a trigger_id lives, in milliseconds; 3000 in Slack. */
  readonly triggerLifetimeMs?: number;
  /** How long the bot has to acknowledge, in milliseconds; 3000 in Slack. */
  readonly ackDeadlineMs?: number;
  readonly onEvent?: StepListener;
};

/** Slack on 127.0.0.1: Web API, Socket Mode, signed HTTP deliveries, and the people who use it. */
export type SlackStandIn = Screen &
  Line &
  Installation & {
    /** The address for `clientOptions.slackApiUrl`; ends in a slash. */
    readonly apiUrl: string;
    readonly credentials: Credentials;
    readonly workspace: Workspace;
    /** Everything the bot did that Slack refuses or that its guidelines forbid. */
    readonly problems: readonly Problem[];
    /** Throws where the workspace has no such user. */
    person(userId: string): Person;
    /** The next calls of a Web API method, or posts to `response_url`, go wrong. */
    fail(method: string, fault: Fault): void;
    clearFaults(): void;
    /** Waits until `find` finds something, looking again after every step on the wire. */
    until<T>(find: () => T | undefined, timeoutMs?: number): Promise<T>;
    /** Hears of every step on the wire; returns how to stop. */
    onEvent(listener: StepListener): () => void;
    close(): Promise<void>;
  };

const PATIENCE_MS = 10_000;
const SLACK_DEADLINE_MS = 3000;

function readCredentials(options: SlackStandInOptions): Credentials {
  return {
    botToken: options.botToken ?? "xoxb-sandbox-bot",
    appToken: options.appToken ?? "xapp-sandbox-app",
    signingSecret: options.signingSecret ?? "sandbox-signing-secret",
    scopes: new Set(options.scopes ?? defaultScopes),
  };
}

function buildWorld(options: SlackStandInOptions): World {
  const world = createWorld({
    credentials: readCredentials(options),
    workspace: options.workspace,
    clock: options.clock ?? Date.now,
    triggerLifetimeMs: options.triggerLifetimeMs ?? SLACK_DEADLINE_MS,
  });
  if (options.onEvent !== undefined) world.journal.listen(options.onEvent);
  return world;
}

/** Starts a Slack of one workspace. Tokens may be made up; others are refused. */
export async function createSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const world = buildWorld(options);
  const hub = createSocketHub(world);
  const server = await startServer(world, hub, options.port ?? 0);
  return assembleStandIn({ world, hub, ackDeadlineMs: options.ackDeadlineMs, close: () => server.close() });
}

/** The screens, people and lines of a world whose server runs already. */
export function assembleStandIn(parts: {
  world: World;
  hub: SocketHub;
  ackDeadlineMs?: number | undefined;
  close(): Promise<void>;
}): SlackStandIn {
  const { world, hub, close } = parts;
  const line = createLine(world, hub, parts.ackDeadlineMs ?? SLACK_DEADLINE_MS);
  const { journal, faults, credentials, workspace } = world;
  return {
    ...createScreen(world),
    ...line,
    ...createInstallation(world, line.event),
    get apiUrl() {
      return `${world.baseUrl}/api/`;
    },
    credentials,
    workspace,
    problems: journal.problems,
    person: (userId) => createPerson(world, line.deliver, userId),
    fail: (method, fault) => faults.set(method, fault),
    clearFaults: () => faults.clear(),
    until: (find, timeoutMs = PATIENCE_MS) =>
      until(journal, find, { timeoutMs, what: "what the driver waits for" }),
    onEvent: (listener) => journal.listen(listener),
    close,
  };
}
