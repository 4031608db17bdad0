import type { SendDirect } from "../../chat/interaction.ts";
import type { Log } from "../../log.ts";
import { directTopic } from "../../warnings/topic.ts";
import type { Warnings } from "../../warnings/warnings.ts";

type SendDirectFor = (tenantId: string) => SendDirect | undefined;

/**
 * Direct messages with their refusals told to the team: where somebody can mend it, a warning says what to do, and is over
 * with the first message that is taken.
 */
export function watchDirect(
  sendDirectFor: SendDirectFor,
  { warnings, log }: { warnings(): Pick<Warnings, "raise" | "resolve">; log: Log },
): SendDirectFor {
  // Teams whose last message was taken, so that every further one asks the database nothing.
  const taken = new Set<string>();

  async function noteTaken(tenantId: string): Promise<void> {
    if (taken.has(tenantId)) return;
    await warnings().resolve(tenantId, directTopic);
    taken.add(tenantId);
  }

  function noteRefused(tenantId: string, failure: { userId: string; words: string }): Promise<void> {
    taken.delete(tenantId);
    return warnings().raise(tenantId, { cause: "directRefused", topic: directTopic, ...failure });
  }

  return (tenantId) => {
    const send = sendDirectFor(tenantId);
    if (!send) return undefined;
    return async (userId, reply, _onRefused, way) => {
      let words: string | undefined;
      const note = (remedy: string) => {
        words = remedy;
      };
      const isSent = await send(userId, reply, note, way);
      const noting = isSent ? noteTaken(tenantId) : words && noteRefused(tenantId, { userId, words });
      // The message has gone its way: nothing that fails here may make another one of it.
      await Promise.resolve(noting).catch((error: unknown) =>
        log.error({ tenant: tenantId, err: error }, "how a direct message went could not be noted"),
      );
      return isSent;
    };
  };
}
