import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, type Link, type LinkKey } from "../database/link/link-record.ts";
import { OutsideError } from "../errors.ts";
import type { Linked, Linking, LinkTools, TellWay } from "./port.ts";

/** Whoever gets no answer sends the form again within seconds; what answers it then is said, or somebody waits for it, by now. */
export const othersTellMs = 4000;

/**
 * The queue has brought a link to rest: whoever waits for it hears it and tells the person; else the person is told
 * directly. What fails here is done again by the sweep for links nobody was told about.
 */
export async function settle<Subject extends Linked>(linking: Linking<Subject>, key: LinkKey): Promise<void> {
  const subject = await linking.port.load(key);
  if (!subject || subject.link.isTold || !isAtRest(subject.link)) return;
  if (!(await linking.watchers.settle(key, subject))) await tellDirectly(linking, subject);
}

/**
 * When the platform cannot be reached the news stays owed, and the sweep tries again. Of one that is still on its way
 * this is not the last word, so nothing is noted. Where the answer cannot be had any more that was to become this, it resolves
 * before the person is told otherwise.
 */
export async function tellDirectly<Subject extends Linked>(
  linking: Linking<Subject>,
  subject: Subject,
): Promise<void> {
  const { link } = subject;
  const leaving = Promise.withResolvers<void>();
  const telling = tell(linking, subject, async () => {
    leaving.resolve();
    await sleep(othersTellMs, undefined, { ref: false });
    return !(await isToldByOthers(linking, link));
  });
  void leaving.promise.then(() => telling.catch((error: unknown) => failed(linking, link, error)));
  await Promise.race([telling, leaving.promise]);
}

function failed({ log }: Pick<LinkTools, "log">, { tenantId, kind, id }: Link, error: unknown): void {
  log.warn({ tenant: tenantId, [kind]: id, err: error }, "a person could not be told");
}

async function tell<Subject extends Linked>(
  linking: Linking<Subject>,
  subject: Subject,
  mayBeAnew: TellWay["mayBeAnew"],
): Promise<void> {
  const { port, links, told, answerOf } = linking;
  const { link } = subject;
  let isLeft = false;
  const way: TellWay = {
    standsAt: answerOf(link),
    nonce: nonceOf(link),
    async mayBeAnew() {
      isLeft = !(await mayBeAnew());
      return !isLeft;
    },
  };
  try {
    const isTold = await port.announce(subject, way);
    if (isLeft || !isAtRest(link)) return;
    await (isTold ? told.write(link) : links.tellOnReturn(link));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    failed(linking, link, error);
    if (error.isFinal && isAtRest(link)) await links.tellOnReturn(link);
  }
}

/**
 * Whoever saw no answer has sent the form again, perhaps, and what answers that says the same. Should it not do so after all, the
 * sweep does.
 */
async function isToldByOthers<Subject extends Linked>(
  { port, watchers }: Pick<Linking<Subject>, "port" | "watchers">,
  link: LinkKey & Pick<Link, "answerSealed">,
): Promise<boolean> {
  const current = (await port.load(link))?.link;
  if (!current || current.isTold || watchers.isWatched(current)) return true;
  return current.answerSealed !== link.answerSealed;
}

/** The same for every try to tell how one stands, whoever makes it; another one for what becomes of it later. 25 characters. */
function nonceOf({ tenantId, kind, id, state, revision, pushedRevision, attempt, failure }: Link): string {
  const news = [tenantId, kind, id, state, revision, pushedRevision, attempt, failure?.atMs];
  return `t${createHash("sha256").update(news.join(" ")).digest("hex").substring(0, 24)}`;
}
