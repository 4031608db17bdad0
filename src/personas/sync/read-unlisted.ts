import { newForMs } from "../../database/link/change.ts";
import { personasInFlight, type Remote, readOne, type SyncContext } from "./context.ts";
import { runLanes } from "./read-list.ts";
import { importRest, type ReadingState, syncPage } from "./take-page.ts";

/**
 * Reads one by one what was unlinked a moment ago and no list has shown: a list may not have heard yet that it was made, and
 * what is unlinked here would be made a second time.
 */
export async function readUnlisted(context: SyncContext, state: ReadingState): Promise<void> {
  const { deps, request, run } = context;
  const unlinked = await deps.rows.unlinkedSince(request.tenantId, deps.linking.now() - newForMs);
  const waiting = unlinked.filter((id) => !state.seen.has(id)).values();
  const found: Remote[] = [];
  await runLanes(personasInFlight, () => {
    const { value: id } = waiting.next();
    if (id === undefined) return undefined;
    run.checkStop();
    return readOne(context, id, { isOwn: true, isUnlisted: true }).then((remote) => {
      if (typeof remote !== "string") found.push(remote);
    });
  });
  for (const { tavusPersonaId } of found) state.seen.add(tavusPersonaId);
  await syncPage(context, found, state);
  await importRest(context, state);
}
