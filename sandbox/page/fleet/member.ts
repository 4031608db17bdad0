import type { Caller } from "../../stand-ins/caller.ts";
import { ActRefused } from "../acts/act-refused.ts";
import { type BotRunner, createBotRunner } from "../bot-runner.ts";
import type { ProcessPicture } from "../protocol/picture.ts";
import type { Balancer } from "./balancer.ts";
import { openedBy } from "./opened-by.ts";

/** A process that has heard of its end gives its shards away, and ends calls, replies and syncs in order. */
const stopPatienceMs = 30_000;
/** Several start at once, and the first has all the tables to make. */
const startPatienceMs = 60_000;

/** One process of a fleet. Killed, it can be started again under the same name. */
export type Member = Pick<BotRunner, "start" | "stop" | "processes"> & {
  readonly name: string;
  readonly isUp: boolean;
  readonly isRunning: boolean;
  /** Ends it at once, as a power failure would; nothing happens where it does not run. */
  kill(): Promise<void>;
  /** The balancer has sent it a request. */
  countRequest(): void;
  /** Whether a connection was opened by it. */
  opened(caller: Caller): boolean;
  draw(): Omit<ProcessPicture, "shards">;
};

type MemberOptions = {
  name: string;
  env: Record<string, string>;
  balancer: Balancer;
  onChange: () => void;
};

export function createMember({ name, env, balancer, onChange }: MemberOptions): Member {
  let startedAt = Date.now();
  let requests = 0;
  let wasKilled = false;
  const onLine = (line: string) => {
    const port = /"port":(\d+).*"msg":"listening"/.exec(line)?.[1];
    if (port) balancer.add(name, Number(port));
    onChange();
  };
  const runner = createBotRunner({
    env,
    onChange,
    onLine,
    stopPatienceMs,
    startPatienceMs,
  });
  const state = (): ProcessPicture["state"] => {
    const { state } = runner.picture();
    return state === "crashed" && wasKilled ? "killed" : state;
  };
  return {
    name,
    get processes() {
      return runner.processes;
    },
    get isUp() {
      return ["starting", "running", "stopping"].includes(state());
    },
    get isRunning() {
      return state() === "running";
    },
    async start() {
      startedAt = Date.now();
      wasKilled = false;
      const started = runner.start();
      const [process] = runner.processes;
      void process?.exited.then(() => {
        if (runner.processes[0] === process) balancer.remove(name);
      });
      await started.catch((error: unknown) => {
        throw wasKilled ? new ActRefused(`${name} was killed before it was ready.`) : error;
      });
    },
    stop: runner.stop,
    async kill() {
      if (!this.isUp) return;
      wasKilled = true;
      await Promise.all(runner.processes.map((process) => process.kill()));
    },
    countRequest() {
      requests += 1;
    },
    opened(caller) {
      if (typeof caller === "string") return caller === name;
      const pids = runner.processes.flatMap(({ child }) => child.pid ?? []);
      return openedBy(caller, pids) !== undefined;
    },
    draw: () => ({
      name,
      state: state(),
      startedAt,
      isInTurn: balancer.isInTurn(name),
      requests,
      lastLines: runner.lastLines(),
    }),
  };
}
