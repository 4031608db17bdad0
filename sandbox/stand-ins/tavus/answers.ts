/** What the stand-in sends back. No body: none is sent. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** Tavus puts its words in `error` for 400 and in `message` for everything else. */
export function refuse(status: number, words: string): Answer {
  return { status, body: status === 400 ? { error: words } : { message: words } };
}
