import { useCallback, useEffect, useReducer, useRef } from "react";
import type { Act } from "../../protocol/act.ts";
import { type Connection, openConnection } from "./connection.ts";
import { firstState, nextState, type SandboxState } from "./sandbox-state.ts";

/** Does something in the sandbox. Rejects with a sentence for the person. */
export type DoAct = (act: Act) => Promise<unknown>;

/** What the sandbox shows now, and the way to do something in it. */
export function useSandbox(): { state: SandboxState; act: DoAct } {
  const [state, tell] = useReducer(nextState, firstState);
  const connection = useRef<Connection>(undefined);
  useEffect(() => {
    const opened = openConnection(tell);
    connection.current = opened;
    return () => opened.close();
  }, []);
  const act = useCallback<DoAct>(
    (wanted) => connection.current?.act(wanted) ?? Promise.reject(new Error("The page is still connecting.")),
    [],
  );
  return { state, act };
}
