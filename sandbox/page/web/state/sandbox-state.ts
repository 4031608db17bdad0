import type { Picture } from "../../protocol/picture.ts";
import type { ConnectionEvent } from "./connection.ts";

export type SandboxState = {
  connection: "connecting" | "open" | "lost";
  /** The last one that came; none until the first. */
  picture: Picture | undefined;
};

export const firstState: SandboxState = { connection: "connecting", picture: undefined };

export function nextState(state: SandboxState, event: ConnectionEvent): SandboxState {
  switch (event.kind) {
    case "opened":
      return { ...state, connection: "open" };
    case "lost":
      return { ...state, connection: "lost" };
    case "picture":
      return { connection: "open", picture: event.picture };
  }
}
