import { createNews } from "../../src/commands/reply/news.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { createLog } from "../../src/log.ts";
import { buildPersonas } from "../../src/main/build-personas.ts";
import { initialContent } from "../../src/personas/content/draft.ts";
import type { CreateRequest } from "../../src/personas/create.ts";
import type { Personas } from "../../src/personas/personas.ts";
import { randomId } from "../../src/random-id.ts";
import { createTavusClient } from "../../src/tavus/client.ts";
import { createTenantKeys } from "../../src/tenants/keys.ts";
import { openBareDatabase, renewed, type SavedPersona } from "../bare/database.ts";
import { interleave } from "../load.ts";
import { compare, median } from "../statistics.ts";
import type { Row } from "../table.ts";
import { startTavusDriver } from "../tavus-driver.ts";
import { typedLine, typedParagraph } from "../typed-text.ts";
import type { Workshop } from "../workshop.ts";

const rounds = 40;
const savesPerRound = 20;
const target = 1.2;
const tenantId = "discord:1";

type Save = () => Promise<number>;

/** (c) From the values of a form to its row being committed, against the same row in a transaction of bare Kysely. */
export async function measureSaving(workshop: Workshop): Promise<Row[]> {
  const ours = await prepareOurs(workshop);
  const bare = await prepareBare(workshop, ours.saved);
  const { ours: oursMs, bare: bareMs } = await interleave(rounds, { ours: ours.save, bare }, saveRound);
  return [{ what: "(c) one persona saved", unit: "ms", target, ...compare(oursMs, bareMs) }];
}

async function saveRound(save: Save): Promise<number> {
  const times: number[] = [];
  for (let done = 0; done < savesPerRound; done += 1) times.push(await save());
  return median(times);
}

async function prepareOurs(workshop: Workshop): Promise<{ save: Save; saved: SavedPersona }> {
  const tavus = await workshop.keep(startTavusDriver());
  const file = await workshop.makeDatabase("ours.db");
  const database = await workshop.keep(connectDatabase({ kind: "sqlite", file }));
  const onlyGuild = { find: async () => tenantId, keep: async () => tenantId };
  const { personas } = buildPersonas({
    database,
    tavus: createTavusClient({ apiUrl: tavus.url, vocabulary: "personas" }),
    keys: createTenantKeys({ operatorKey: "bench", operatorTenants: [tenantId], onlyGuild }),
    news: createNews(
      () => undefined,
      async () => undefined,
    ),
    log: createLog({ level: "silent" }),
  });
  await saveOnce(personas);
  const persona = await database.kysely.selectFrom("personas").selectAll().executeTakeFirstOrThrow();
  const link = await database.kysely.selectFrom("links").selectAll().executeTakeFirstOrThrow();
  return { saved: { persona, link }, save: () => saveOnce(personas) };
}

/** The persona goes on to Tavus afterwards; the clock stops where the row is committed. */
async function saveOnce(personas: Personas): Promise<number> {
  const startedMs = performance.now();
  let savedMs = startedMs;
  await personas.create({ ...request, formId: randomId(16) }, async () => {
    savedMs = performance.now();
  });
  return savedMs - startedMs;
}

async function prepareBare(workshop: Workshop, saved: SavedPersona): Promise<Save> {
  const file = await workshop.makeDatabase("bare.db");
  const database = await workshop.keep(Promise.resolve(openBareDatabase(file)));
  return async () => {
    const startedMs = performance.now();
    await database.savePersona(renewed(saved, { tenantId, id: randomId(10), formId: randomId(16) }));
    return performance.now() - startedMs;
  };
}

const request: Omit<CreateRequest, "formId"> = {
  tenantId,
  userId: "1",
  channelId: "1",
  draft: {
    ...initialContent,
    name: typedLine,
    description: typedParagraph,
    traits: ["calm", "direct"],
    prompt: typedParagraph,
    context: typedParagraph,
  },
};
