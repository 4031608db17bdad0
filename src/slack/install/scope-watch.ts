import type { Log } from "../../log.ts";
import { missingScopes, scopesFor } from "../manifest.ts";
import { installUrlOf } from "./installer.ts";

/**
 * Says once of each installation that it lacks a scope, for whoever can have it mended: Slack tells nothing of what an app may
 * not see, so links there would show no card without a word.
 */
export function createScopeWatch({
  publicUrl,
  previewDomains,
  log,
}: {
  publicUrl: string;
  previewDomains?: readonly string[] | undefined;
  log: Log;
}): (id: string, granted: readonly string[]) => void {
  const told = new Set<string>();
  return (id, granted) => {
    const missing = missingScopes(granted, scopesFor(previewDomains));
    if (missing.length === 0) {
      told.delete(id);
      return;
    }
    if (told.has(id)) return;
    told.add(id);
    log.warn(
      { id, missing },
      `an installation of the app is older than what it asks for; somebody there opens ${installUrlOf(publicUrl)} once more, and keeps everything`,
    );
  };
}
