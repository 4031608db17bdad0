import type { VideoRecord } from "../database/video/video-record.ts";
import { isJustMade, isOfOtherKey, notThereYet } from "../link/not-there.ts";
import type { TavusVideo } from "../tavus/calls/video-calls.ts";
import { TavusError } from "../tavus/errors.ts";
import { isListed } from "../tavus/prove.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { VideoDeps } from "./deps.ts";

type Deps = Pick<VideoDeps, "tavus" | "linking">;

/**
 * Undefined: Tavus has no such video any more. What counts as gone is looked at no more by itself, so that a single answer is not believed: no list
 * may show it either, and nothing is known of the account that another key made it in.
 */
export async function readOrGone(
  { tavus: { videos }, linking }: Deps,
  { link }: VideoRecord & { link: { remoteId: string } },
  key: TavusKey,
): Promise<TavusVideo | undefined> {
  try {
    return await videos.get(key.value, link.remoteId);
  } catch (error) {
    if (!(error instanceof TavusError) || error.kind !== "notFound") throw error;
    if (isJustMade(link, linking.now()) || isOfOtherKey(link, key)) throw error;
    // It came, and says of itself that it was deleted.
    if (error.status === 200) return undefined;
    const isThere = await isListed(link.remoteId, (onRows) =>
      videos.read(key.value, (rows) => onRows(rows.filter(({ status }) => status !== "deleted"))),
    );
    if (isThere === false) return undefined;
    throw notThereYet(error.operation, error);
  }
}
