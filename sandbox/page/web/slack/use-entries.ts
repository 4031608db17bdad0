import { useCallback, useEffect, useRef } from "react";
import type { Act, SandboxFile } from "../../protocol/act.ts";

/** The pause in typing after which it is handed on. */
const pauseMs = 250;

export type Entry = string | string[] | SandboxFile;

/** Puts something into a field. `isTyping`: more may follow in a moment, so it can wait a little. */
export type EnterField = (blockId: string, entry: Entry, isTyping?: boolean) => void;

type Attempt = (act: Act) => Promise<boolean>;

export type Entries = {
  enter: EnterField;
  /** Hands on what still waits. Resolves to whether everything could be entered. */
  flush: () => Promise<boolean>;
};

/** Hands what is entered into a form on to the sandbox, and all of it before the form is sent. */
export function useEntries(viewId: string, attempt: Attempt): Entries {
  const waiting = useRef(new Map<string, Entry>());
  /** What was handed on and is not in yet: the form must not be sent past it. */
  const underWay = useRef(new Set<Promise<boolean>>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(attempt);
  latest.current = attempt;

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const entries = [...waiting.current];
    waiting.current.clear();
    for (const [blockId, entry] of entries) {
      const sent = latest.current({ kind: "slack.enter", viewId, blockId, entry });
      underWay.current.add(sent);
      void sent.finally(() => underWay.current.delete(sent));
    }
    return (await Promise.all(underWay.current)).every(Boolean);
  }, [viewId]);

  const enter = useCallback<EnterField>(
    (blockId, entry, isTyping = false) => {
      waiting.current.set(blockId, entry);
      clearTimeout(timer.current);
      if (!isTyping) void flush();
      else timer.current = setTimeout(() => void flush(), pauseMs);
    },
    [flush],
  );

  useEffect(() => () => clearTimeout(timer.current), []);
  return { enter, flush };
}
