import { OutsideError } from "../errors.ts";

/** A platform does not let the bot in. The message says why and what the operator can do. */
export class PlatformTrouble extends OutsideError {}

/** What a bot tells of its connection once `start` was called, to whoever keeps it alive. */
export type ConnectionWatch = {
  /** What people do reaches the bot. */
  onConnected(): void;
  /** It does not any more; the platform's library connects again by itself. */
  onDisconnected(reason: string): void;
  /** Something of the platform that can be done without does not work, as a sentence; undefined: it does. */
  onImpaired(sentence: string | undefined): void;
  /** Nothing comes from this connection any more. */
  onLost(trouble: PlatformTrouble): void;
};
