import { patienceMs } from "./limits.ts";

/**
 * Waits for what decides whether a form is taken. Slack lets a form stay open for three seconds: where the decision takes
 * longer, the form is closed without it, and a refusal reaches the person as an answer.
 */
export async function closeWhenSlow<T>(work: Promise<T>, close: () => Promise<void>): Promise<T> {
  let closing: Promise<void> | undefined;
  const timer = setTimeout(() => {
    closing = close();
    closing.catch(() => undefined);
  }, patienceMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    await closing;
  }
}
