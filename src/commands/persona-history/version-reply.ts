import type { Reply } from "../../chat/reply.ts";
import { fieldOf, typedKeys } from "../../personas/content/each-field.ts";
import type { VersionView } from "../../personas/history/bring-back.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import { besideEachOther, bothVersionsFile } from "../persona-show/side-by-side.ts";
import { wordsFor } from "../persona-status/audit-words.ts";
import { quoted } from "../reply/persona-reply.ts";
import { historyAction } from "./history-reply.ts";

export const bringBackAction = "bring-back";

/** What would change, before it is brought back. */
export function versionReply({ persona, then, version }: VersionView): Reply {
  const pairs = typedKeys.flatMap((key) => {
    const { words } = fieldOf(key);
    const pair = { key, first: words(persona[key]), second: words(then[key]) };
    return pair.first === pair.second ? [] : [pair];
  });
  const what = version.theirs ? "What Tavus had until" : "As it was until";
  const names = { first: "now", second: "then" };
  return {
    tone: "neutral",
    title: `An earlier version of ${quoted(persona.name)}`,
    text: [
      `${what} ${timeText(new Date(version.atMs).toISOString())}. Then: ${wordsFor(version.action)}.`,
      ...(pairs.length === 0 ? ["It is the same as now."] : besideEachOther(pairs, names)),
      ...(pairs.length === 0
        ? []
        : ["Bring back saves it as an edit; the present version stays in the history."]),
    ].join("\n"),
    facts: [{ label: "ID here", value: persona.id, code: true }],
    files: bothVersionsFile(pairs, { first: "Now", second: "Then" }),
    buttons: [
      ...(pairs.length === 0
        ? []
        : [
            {
              label: "Bring back",
              action: bringBackAction,
              state: `${version.id}.${persona.revision}`,
              style: "primary",
            } as const,
          ]),
      { label: "History", action: historyAction, state: persona.id },
    ],
  };
}
