import { isAtRest, type LinkKey } from "../database/link/link-record.ts";
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
  { port, links, told, log }: Linking<Subject>,
  subject: Subject,
): Promise<void> {
  const { link } = subject;
  try {
    const isTold = await port.announce(subject);
    if (!isAtRest(link)) return;
    await (isTold ? told.write(link) : links.tellOnReturn(link));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ tenant: link.tenantId, [link.kind]: link.id, err: error }, "a person could not be told");
    if (error.isFinal && isAtRest(link)) await links.tellOnReturn(link);
  }
}
