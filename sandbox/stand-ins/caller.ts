import { AsyncLocalStorage } from "node:async_hooks";
import type { Socket } from "node:net";

/** Who asks for what is being done: the connection it came on, or a name that an answer gave. */
export type Caller = Socket | string;

const callers = new AsyncLocalStorage<Caller>();

/** Does work for somebody; whoever hears of an event meanwhile can ask who that is. */
export function calledBy<Result>(caller: Caller, work: () => Result): Result {
  return callers.run(caller, work);
}

/** Undefined where nobody asked: a person acts, or time has passed. */
export function currentCaller(): Caller | undefined {
  return callers.getStore();
}

/** A load balancer may say in this header of an answer which of its targets gave it. */
export const servedBy = "x-served-by";

/** Takes an answer of the bot's in, in the name of whoever gave it. */
export function answeredBy<Result>({ headers }: Response, work: () => Result): Result {
  const name = headers.get(servedBy);
  return name === null ? work() : calledBy(name, work);
}
