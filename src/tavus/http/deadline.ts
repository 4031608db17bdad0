/** A signal that aborts when the time is up or when `given` aborts. `clear` frees it once the call is over. */
export type Deadline = { signal: AbortSignal; clear: () => void };

/**
 * AbortSignal.any with AbortSignal.timeout would do the same, but its timer runs on after the call is over and
 * such composed signals have been collected before they fired (https://github.com/nodejs/node/issues/57736).
 */
export function startDeadline(timeoutMs: number, given?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  given?.addEventListener("abort", abort, { once: true });
  const clear = () => {
    clearTimeout(timer);
    given?.removeEventListener("abort", abort);
  };
  return { signal: controller.signal, clear };
}
