import { useEffect, useState } from "react";
import { useAct } from "../../state/act-context.ts";
import { suggestionsSchema } from "../wire.ts";

/** Slack's client waits a moment too before it asks. */
const pauseMs = 150;

type Question = { viewId: string; blockId: string; typed: string; isWanted: boolean };

export type ViewSuggestions = { suggested: { text: string; value: string }[]; isAsking: boolean };

/** What the bot suggests for what was typed into a menu of a form. */
export function useViewSuggestions({ viewId, blockId, typed, isWanted }: Question): ViewSuggestions {
  const act = useAct();
  const [answer, setAnswer] = useState<ViewSuggestions>({ suggested: [], isAsking: false });
  useEffect(() => {
    if (!isWanted) return;
    let isLate = false;
    setAnswer(({ suggested }) => ({ suggested, isAsking: true }));
    const timer = setTimeout(async () => {
      const result = await act({ kind: "slack.suggest", viewId, blockId, typed }).catch(() => []);
      const suggested = suggestionsSchema.catch([]).parse(result);
      if (!isLate) setAnswer({ suggested, isAsking: false });
    }, pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [act, viewId, blockId, typed, isWanted]);
  return answer;
}
