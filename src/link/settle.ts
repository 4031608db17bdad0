import { createHash } from "node:crypto";
import { isAtRest, type Link, type LinkKey } from "../database/link/link-record.ts";
import { OutsideError } from "../errors.ts";
import type { Linked, Linking } from "./port.ts";

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
 * this is not the last word, so nothing is noted.
 */
export async function tellDirectly<Subject extends Linked>(
  { port, links, told, answerOf, log }: Linking<Subject>,
  subject: Subject,
): Promise<void> {
  const { link } = subject;
  try {
    const isTold = await port.announce(subject, { standsAt: answerOf(link), nonce: nonceOf(link) });
    if (!isAtRest(link)) return;
    await (isTold ? told.write(link) : links.tellOnReturn(link));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ tenant: link.tenantId, [link.kind]: link.id, err: error }, "a person could not be told");
    if (error.isFinal && isAtRest(link)) await links.tellOnReturn(link);
  }
}

/** The same for every try to tell how one stands, whoever makes it; another one for what becomes of it later. 25 characters. */
function nonceOf({ tenantId, kind, id, state, revision, pushedRevision, attempt, failure }: Link): string {
  const news = [tenantId, kind, id, state, revision, pushedRevision, attempt, failure?.atMs];
  return `t${createHash("sha256").update(news.join(" ")).digest("hex").slice(0, 24)}`;
}
