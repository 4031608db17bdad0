import type { Delivery } from "./delivery/delivery.ts";
import type { JsonObject } from "./json.ts";
import type { World } from "./world.ts";

/** Whether the app is in the workspace. */
export type Installation = {
  /** Somebody removes the app: its token dies, and two events say so. */
  uninstall(): readonly Delivery[];
  /** Somebody puts it back, with the same token; live Slack gives it a new one. */
  install(): void;
};

/** `event` sends an event to the bot. */
export function createInstallation(world: World, event: (body: JsonObject) => Delivery): Installation {
  return {
    uninstall() {
      world.tokenRefusal = "account_inactive";
      const tokens = { oauth: [], bot: [world.workspace.botUserId] };
      return [event({ type: "tokens_revoked", tokens }), event({ type: "app_uninstalled" })];
    },
    install() {
      world.tokenRefusal = undefined;
    },
  };
}
