import type { LandingPageStore } from "../database/landing-page/landing-page-store.ts";
import { nothingAgreed } from "../database/link/outcome-columns.ts";
import { markedName, recordIn } from "../link/name-mark.ts";
import type { LinkPort } from "../link/port.ts";
import { readMarked } from "../link/read-marked.ts";
import { shortName } from "../short-name.ts";
import type { NewDeployment, TavusDeployment } from "../tavus/calls/deployment-calls.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { PageToMake } from "./deps.ts";

/** Beside the mark there is room for as much of the persona's name. */
const longestName = 60;

/**
 * How landing pages are made, found and ended in Tavus. Their mark is the end of their name there. One whose answer was lost is
 * found to be ended: its password was shown to nobody.
 */
export function createLandingPagePort({
  store,
  tavus,
  now,
}: {
  store: LandingPageStore;
  tavus: Pick<TavusClient, "deployments">;
  now(): number;
}): LinkPort<PageToMake> {
  /** Whether it asks for the password is not left to be believed. */
  async function isProtected(apiKey: string, { id, hasPassword }: TavusDeployment): Promise<boolean> {
    if (hasPassword !== undefined) return hasPassword;
    const seen = await tavus.deployments.get(apiKey, id).catch(() => undefined);
    return seen?.hasPassword === true;
  }

  return {
    isMadeOnce: true,
    // Whoever asked reads why it failed; nothing of the team waits for it.
    reports: { call: "read", topicOf: () => undefined },
    personaOf: async (key) => (await store.find(key))?.personaId,
    load: (key) => store.find(key),
    loadEver: (key) => store.find(key),

    /** What Tavus says is kept before the id is, so that whoever finds the id knows whether anybody has the password. */
    async create(apiKey, page) {
      const made = await tavus.deployments.create(apiKey, deploymentFor(page));
      await store.made(page, {
        madeMs: now(),
        address: made.address ?? null,
        isProtected: await isProtected(apiKey, made),
        callsUsed: made.callsUsed ?? null,
      });
      return { remoteId: made.id };
    },

    // A page is never changed.
    push: async () => nothingAgreed,

    // What is switched off lets nobody in, whatever mark it carries.
    readMarked: (apiKey) =>
      readMarked(
        "list deployments",
        (onRows) => tavus.deployments.read(apiKey, (rows) => onRows(rows.filter(({ isOff }) => !isOff))),
        ({ name }: TavusDeployment) => recordIn(name, "lnd"),
      ),

    async remove(apiKey, remoteId) {
      const closed = await tavus.deployments.close(apiKey, remoteId);
      return closed === "switchedOff" ? "deleted" : closed;
    },

    // How a page ended is told by who ends it.
    announce: async () => true,
    announceRemoval: async () => {},
    announceFate: async () => {},
  };
}

function deploymentFor({ tavusPersonaId, personaName, id, minutes, password }: PageToMake): NewDeployment {
  if (password === undefined) throw new Error("A page is made once, by whoever was shown its password.");
  const name = markedName(shortName(personaName, longestName), id);
  return { tavusPersonaId, name, password, maxSeconds: minutes * 60 };
}
