import type { ConnectionWatch } from "../../chat/platform-trouble.ts";

export type Impairments = { of(cause: string): (sentence: string | undefined) => void };

/** Several causes for one sentence: all that have not ended are said. */
export function createImpairments({ onImpaired }: Pick<ConnectionWatch, "onImpaired">): Impairments {
  const sentences = new Map<string, string>();
  return {
    of:
      (cause: string) =>
      (sentence: string | undefined): void => {
        if (sentence === undefined) sentences.delete(cause);
        else sentences.set(cause, sentence);
        const all = [...sentences.values()];
        onImpaired(all.length > 0 ? all.join(" ") : undefined);
      },
  };
}
