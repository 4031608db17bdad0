import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { holdsHalfPair } from "../half-pairs.ts";
import { Account, type Change } from "./account.ts";
import { type Answer, refuse } from "./answers.ts";
import { type Behaviour, usualBehaviour } from "./behaviour.ts";
import { Callbacks } from "./callbacks.ts";
import { type Incoming, type RecordedRequest, readRequest, sendAnswer, sendHalf } from "./exchange.ts";
import { type Fault, FaultBoard, type FaultName, type FaultScope, namedFaults } from "./faults.ts";
import { LocalServer } from "./local-server.ts";
import { operations, type Task } from "./operations.ts";
import type { Joined } from "./rooms/rooms.ts";
import { findRoute, type Route } from "./routes.ts";

export type TavusStandInOptions = Partial<Behaviour> & {
  /** Default 0: any free one. */
  port?: number;
  /** Default: one account with {@link defaultTavusKey}. */
  accounts?: readonly { name?: string; keys: readonly string[] }[];
  /** How long an idle connection is kept, as by the real service. Default 5,000. */
  keepAliveMs?: number;
  /** What time it is, in milliseconds since 1970: rooms and videos follow it. Default: the real time. */
  now?: () => number;
};

/** One step on the wire. `lost`: this answer was made, but never reaches who asked. */
export type TavusWireEvent =
  | { kind: "request"; request: RecordedRequest }
  | { kind: "answer" | "lost"; request: RecordedRequest; answer: Answer };

export const defaultTavusKey = "sandbox-tavus-key";

/**
 * Starts a Tavus API v2 on 127.0.0.1 that answers as documented, refuses what is not documented, and goes wrong
 * on request.
 */
export async function createTavusStandIn(options: TavusStandInOptions = {}): Promise<TavusStandIn> {
  const standIn = new TavusStandIn(options);
  await standIn.goOnline();
  return standIn;
}

export class TavusStandIn {
  readonly accounts: readonly Account[];
  /** Every request, in the order of arrival. */
  readonly requests: RecordedRequest[] = [];
  /** The behaviour, which may be changed while it runs. */
  readonly behaviour: Behaviour;
  readonly #faults = new FaultBoard();
  readonly #listeners = new Set<(event: TavusWireEvent) => void>();
  readonly #server: LocalServer;
  readonly #lifeListeners = new Set<() => void>();
  readonly #closing = new AbortController();
  /** What it calls back, and what becomes of that on its way. */
  readonly callbacks = new Callbacks(this.#closing.signal);

  constructor({
    port = 0,
    accounts,
    keepAliveMs = 5_000,
    now = Date.now,
    ...behaviour
  }: TavusStandInOptions) {
    this.behaviour = { ...usualBehaviour, ...behaviour };
    const stir = () => {
      for (const listener of this.#lifeListeners) listener();
    };
    const live = { now, behaviour: this.behaviour, callbacks: this.callbacks, stir };
    const seeds = accounts ?? [{ name: "Sandbox", keys: [defaultTavusKey] }];
    this.accounts = seeds.map(
      ({ name, keys }, index) => new Account(name ?? `Account ${index + 1}`, keys, live),
    );
    this.#server = new LocalServer({ port, keepAliveMs, answer: this.#serve.bind(this) });
  }

  /** Base address, without a slash at the end. */
  get url(): string {
    return this.#server.url;
  }

  /** How many connections were ever opened to it. */
  get connectionsOpened(): number {
    return this.#server.connectionsOpened;
  }

  /** How many there are now. */
  get connectionsOpen(): number {
    return this.#server.connectionsOpen;
  }

  account(key: string = defaultTavusKey): Account {
    const account = this.#findAccount(key);
    if (!account) throw new Error("The stand-in has no account for this key.");
    return account;
  }

  /** Tells of every change in every account. Returns what ends that. */
  onChange(listener: (change: Change) => void): () => void {
    const ends = this.accounts.map((account) => account.onChange(listener));
    return () => {
      for (const end of ends) end();
    };
  }

  /** Calls `listener` after every change of a room or a video. Returns what ends that. */
  onLife(listener: () => void): () => void {
    this.#lifeListeners.add(listener);
    return () => this.#lifeListeners.delete(listener);
  }

  /** Lets happen what the clock has brought about, as every request to it does too. */
  tick(): void {
    for (const { rooms, videos } of this.accounts) {
      rooms.settle();
      videos.settle();
    }
  }

  /** Plays a person who follows the link of a room, of whichever account. */
  join(link: string, person?: string): Joined {
    const answers = this.accounts.map(({ rooms }) => rooms.join(link, person));
    return answers.find((answer) => answer !== "no such room") ?? "no such room";
  }

  /** Tells of every request and what became of it. Returns what ends that. */
  onEvent(listener: (event: TavusWireEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes matching requests go wrong until the returned function is called or `times` is used up. */
  setFault(fault: FaultName | Fault, scope: FaultScope = {}): () => void {
    return this.#faults.set(typeof fault === "string" ? namedFaults[fault] : fault, scope);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Refuses connections from now on. What was open is cut. */
  goOffline(): Promise<void> {
    return this.#server.stop();
  }

  /** Listens again, on the same port as before. */
  goOnline(): Promise<void> {
    return this.#server.start();
  }

  /** Cuts every connection, also of requests that are being held up. */
  close(): Promise<void> {
    this.#closing.abort();
    return this.#server.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const incoming = await readRequest(request);
    const route = findRoute(incoming.method, incoming.path);
    const connection = this.#server.numberOf(request.socket);
    const received = { ...incoming, operation: route?.operation, connection };
    const turn = this.requests.push(received);
    this.tick();
    this.#tell({ kind: "request", request: received });
    const keys = this.#findAccount(incoming.key)?.keys ?? new Set([incoming.key]);
    const fault = this.#faults.take(route?.operation, keys) ?? {};
    const answer = await this.#work(fault, () => this.#answer(incoming, route, turn));
    const isLost = fault.drop || fault.hang;
    this.#tell({ kind: isLost ? "lost" : "answer", request: received, answer });
    await reply(response, answer, fault);
  }

  #tell(event: TavusWireEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Does the work, unless the fault spares it, and waits as long as the fault says. */
  async #work(fault: Fault, work: () => Answer): Promise<Answer> {
    const early = fault.workFirst ? work() : undefined;
    if (fault.delayMs) await wait(fault.delayMs, undefined, { signal: this.#closing.signal });
    if (fault.status !== undefined) return { headers: {}, ...fault, status: fault.status };
    if (early) return early;
    return fault.drop || fault.hang ? { status: 200, body: {} } : work();
  }

  #answer(incoming: Incoming, route: Route | undefined, turn: number): Answer {
    const account = this.#findAccount(incoming.key);
    if (!account) return refuse(401, "Invalid access token");
    if (!route) return refuse(404, "Not Found");
    if (incoming.body !== undefined && incoming.headers["content-type"] !== "application/json") {
      return refuse(400, "Content-Type must be application/json");
    }
    const { query, body } = incoming;
    if (holdsHalfPair(body)) return refuse(400, "Half a surrogate pair is no text");
    const task: Task = {
      account,
      names: route.names,
      id: route.id,
      query,
      body,
      turn,
      behaviour: this.behaviour,
    };
    return operations[route.operation](task);
  }

  #findAccount(key: string): Account | undefined {
    return this.accounts.find(({ keys }) => keys.has(key));
  }
}

async function reply(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
  const isHeldBack = fault.drop || fault.hang;
  if (!isHeldBack) return sendAnswer(response, answer);
  if (fault.cutShort) await sendHalf(response, answer);
  if (fault.drop) cut(response.socket);
}

function cut(socket: Socket | null): void {
  socket?.resetAndDestroy();
}
