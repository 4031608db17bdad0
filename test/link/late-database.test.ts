import { expect, test } from "vitest";
import { writeAgreed } from "../../src/personas/content/agreed.ts";
import { hashOf, theirContent } from "../../src/personas/content/fingerprint.ts";
import { pushPersona } from "../../src/personas/push/push-persona.ts";
import { createTeamAccounts } from "../../src/personas/team-account.ts";
import { personaSchema } from "../../src/tavus/schemas.ts";
import { createVideoPort } from "../../src/videos/video-port.ts";
import { aRecord, tenant } from "../support/personas/persona-builders.ts";

/** A lease that grows short while the database answers for the n-th time, and what is sent to Tavus. */
function aLease(shortAfter: number) {
  const lease = { answers: 0, sent: 0 };
  return {
    lease,
    mayGoOn: () => lease.answers < shortAfter,
    ask: async <Answer>(answer: Answer) => {
      lease.answers += 1;
      return answer;
    },
    send: async <Answer>(answer: Answer) => {
      lease.sent += 1;
      return answer;
    },
  };
}

type Leased = ReturnType<typeof aLease>;

async function push({ lease, mayGoOn, ask, send }: Leased): Promise<unknown> {
  const named = (name: string) => personaSchema.parse({ persona_id: "p1", persona_name: name });
  const theirs = theirContent(named("Ada"));
  const base = writeAgreed((field) => ({ theirs: hashOf(theirs[field]), ours: hashOf("before") }));
  const record = aRecord({ name: "Grace", tavus_persona_id: "p1", base });
  const accounts = createTeamAccounts({
    tavus: {
      getPersona: async () => named(lease.sent > 0 ? "Grace" : "Ada"),
      patchPersona: () => send(undefined),
      pageSize: () => 100,
    },
    links: { owners: { isOthers: () => ask(false), othersAmong: async () => new Set() } },
    isShared: false,
  } as unknown as Parameters<typeof createTeamAccounts>[0]);
  const overwriting = () => ask(undefined);
  const said = { saidSince: async () => [], saidBefore: async () => [] };
  const options = { force: true, mayGoOn, overwriting, ...said };
  return pushPersona(accounts.of(tenant, { value: "key" }), record, options);
}

async function makeVideo({ mayGoOn, ask, send }: Leased): Promise<unknown> {
  const port = createVideoPort({
    progress: { setToken: () => ask(undefined) },
    tavus: { videos: { create: () => send({ id: "v1" }) } },
    callbackUrl: (token: string) => `https://bot.example/${token}`,
  } as unknown as Parameters<typeof createVideoPort>[0]);
  const video = { tenantId: tenant, id: "vid_1", name: "Hello", script: "Hello", isFast: false };
  return port.create("key", video as unknown as Parameters<typeof port.create>[1], mayGoOn);
}

const works: [string, (leased: Leased) => Promise<unknown>, answers: number][] = [
  ["an edit", push, 3],
  ["a video", makeVideo, 1],
];

test.each(
  works,
)("%s is sent only where its lease still holds when the database has answered for the last time", async (_what, work, answers) => {
  for (let shortAfter = 1; shortAfter <= answers; shortAfter += 1) {
    const late = aLease(shortAfter);
    expect(await work(late)).toBeUndefined();
    expect(late.lease).toEqual({ answers: expect.any(Number), sent: 0 });
  }

  const inTime = aLease(answers + 10);
  expect(await work(inTime)).toBeDefined();
  expect(inTime.lease).toMatchObject({ sent: 1 });
});
