import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, type Link, type LinkKey } from "../database/link/link-record.ts";
import { OutsideError } from "../errors.ts";
import type { Linked, Linking, LinkTools, TellWay } from "./port.ts";

/** A person who gets no answer sends the form again within seconds. After this time that second form has been answered, or is watched. */
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
 * Tells the person how the link stands. If the platform cannot be reached the news stays owed, and the sweep tries again. While the
 * link is not at rest this is not the last word, so nothing is noted as told. Does not wait for a message that has to be sent anew
 * because the earlier answer can no longer be replaced: that takes seconds.
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
    isOurs: () => isStillOurs(port, link),
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

/** Whoever stood still may have been overtaken: then the person knows, or somebody else has claimed to tell them. */
async function isStillOurs<Subject extends Linked>(
  port: Linking<Subject>["port"],
  link: Link,
): Promise<boolean> {
  const current = (await port.loadEver(link))?.link;
  return current !== undefined && current.isTold === link.isTold && current.tellMs === link.tellMs;
}

/**
 * Whether the person hears of it in another way: having seen no answer they may have sent the form again, and the answer to that says
 * the same. If it does not after all, the sweep tells them.
 */
async function isToldByOthers<Subject extends Linked>(
  { port, watchers }: Pick<Linking<Subject>, "port" | "watchers">,
  link: LinkKey & Pick<Link, "answerSealed">,
): Promise<boolean> {
  const current = (await port.load(link))?.link;
  if (!current || current.isTold || watchers.isWatched(current)) return true;
  return current.answerSealed !== link.answerSealed;
}

/** The same for every try to tell one piece of news, in whichever process; another for news that comes later. 25 characters. */
function nonceOf({ tenantId, kind, id, state, revision, pushedRevision, attempt, failure }: Link): string {
  const news = [tenantId, kind, id, state, revision, pushedRevision, attempt, failure?.atMs];
  return `t${createHash("sha256").update(news.join(" ")).digest("hex").substring(0, 24)}`;
}
