import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import type { NewLandingPage } from "../database/landing-page/landing-page-store.ts";
import { UserError } from "../errors.ts";
import { attemptCreate } from "../link/attempt.ts";
import { leaseMs } from "../link/outcome.ts";
import { type MissingKey, missingKeyOf } from "../link/pause-queue.ts";
import { randomId } from "../random-id.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { LandingPageDeps } from "./deps.ts";
import { keep } from "./keeper.ts";
import { type LandingPage, landingPageFrom } from "./landing-page.ts";
import { unknownLookMs } from "./terms.ts";

export type ShareRequest = {
  tenantId: string;
  userId: string;
  /** One form makes one page, however often it is delivered. */
  formId: string;
  persona: { id: string; name: string; tavusPersonaId: string };
  /** How many calls it may have, and how long each may last. */
  calls: number;
  minutes: number;
};

export type ShareResult =
  | {
      kind: "page";
      page: LandingPage;
      /** For whoever asked, now and never again; undefined: this was not what made it. */
      password: string | undefined;
    }
  | { kind: "noKey"; cause: MissingKey };

/**
 * A page for this persona: the one that it has, or a new one. Made at most once, and only now. `saved` is called once it is
 * written down, before Tavus is asked.
 */
export async function sharePage(
  deps: LandingPageDeps,
  request: ShareRequest,
  saved: () => Promise<void>,
): Promise<ShareResult> {
  const earlier = await findEarlier(deps, request);
  if (earlier) await saved();
  if (earlier) return { kind: "page", page: landingPageFrom(earlier), password: undefined };
  const { tenantId } = request;
  const key = await deps.keys.keyFor(tenantId);
  if (!key) return { kind: "noKey", cause: await missingKeyOf(deps.linking, tenantId) };
  const openedAtMs = performance.now();
  const born = birthOf(request, key, deps.linking.now());
  if (!(await deps.store.insert(born))) {
    const taken = await findEarlier(deps, request);
    if (taken) return { kind: "page", page: landingPageFrom(taken), password: undefined };
    throw new UserError("A link to this persona ended just now, so none was made. Send it again.");
  }
  await saved();
  const record = await deps.store.find(born);
  if (!record) throw new Error("A page that was just written is not there.");
  const password = newPassword();
  await attemptCreate(deps.linking, { subject: { ...record, password }, key, openedAtMs, isAnswered: true });
  return { kind: "page", page: await judged(deps, born), password };
}

/** What this form has made, or else what the persona has. */
async function findEarlier(
  { store }: LandingPageDeps,
  { tenantId, formId, persona }: ShareRequest,
): Promise<LandingPageRecord | undefined> {
  return (await store.findByForm(tenantId, formId)) ?? store.openOf(tenantId, persona.id);
}

/** How it stands: what Tavus refused is over at once, and so is what it made without a password. */
async function judged(deps: LandingPageDeps, born: NewLandingPage): Promise<LandingPage> {
  const { store } = deps;
  const made = await store.find(born);
  if (!made) throw new UserError("Everything of this team was forgotten meanwhile.");
  if (made.link.state === "linked" && !made.isProtected) await store.wantEnd(born, "unprotected");
  if (made.link.state !== "pending") {
    const now = await store.find(born);
    if (now) await keep(deps, now, { isAnswered: true });
  }
  deps.wakeKeeper();
  return landingPageFrom((await store.find(born)) ?? made);
}

function birthOf(request: ShareRequest, key: TavusKey, nowMs: number): NewLandingPage {
  const { persona, ...rest } = request;
  return {
    ...rest,
    nowMs,
    id: `lnd_${randomId(10)}`,
    personaId: persona.id,
    personaName: persona.name,
    tavusPersonaId: persona.tavusPersonaId,
    lookMs: nowMs + leaseMs + unknownLookMs,
    start: { kind: "attempt", keyTag: key.tag, leaseMs },
  };
}

/** 16 characters out of 32 or so, in groups that can be read out. */
function newPassword(): string {
  return randomId(16).replace(/(.{4})(?=.)/g, "$1-");
}
