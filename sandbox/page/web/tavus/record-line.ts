const recordLine = /\n*\[record (per_[a-z0-9]+)\]\s*$/i;

/** The bot ends each prompt with the id of its own record. What the prompt says without it, and that id. */
export function readPrompt(systemPrompt: string): { prompt: string; recordId: string | undefined } {
  const found = recordLine.exec(systemPrompt);
  return { prompt: systemPrompt.replace(recordLine, ""), recordId: found?.[1] };
}
