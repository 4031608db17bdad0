import { createContext, useContext, useState } from "react";
import type { Act } from "../../protocol/act.ts";
import type { DoAct } from "./use-sandbox.ts";

const ActContext = createContext<DoAct>(() => Promise.reject(new Error("There is no sandbox here.")));

export const ActProvider = ActContext.Provider;

export function useAct(): DoAct {
  return useContext(ActContext);
}

export type Attempt = {
  /** Resolves to whether it was done; why not is in `problem`. */
  attempt: (act: Act) => Promise<boolean>;
  isBusy: boolean;
  /** A sentence about the last act that was refused, until the next one. */
  problem: string | undefined;
  setProblem: (problem: string | undefined) => void;
};

/** Acts whose refusal is shown where they were asked for. */
export function useAttempt(): Attempt {
  const act = useAct();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  async function attempt(wanted: Act): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      await act(wanted);
      return true;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { attempt, isBusy, problem, setProblem };
}
