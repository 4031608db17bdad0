import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { foldName } from "../../../src/database/persona/fold-name.ts";
import { fileNames } from "../../../src/database/persona/name-blocks.ts";
import { createPersonaImports } from "../../../src/database/persona/persona-imports.ts";
import { createPersonaLists } from "../../../src/database/persona/persona-lists.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aNewPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";

const words = [
  "Émile",
  "Zola",
  "ada’s",
  "coach",
  "🚀",
  ":rocket:",
  "Straße",
  "שלום",
  "山田",
  "a",
  "%",
  "_x",
  "\u3164",
  "7",
];
const steps = 120;
const all = 10_000;

/** Everything that is done to names, picked by chance; `names` is what there must be afterwards. */
function createWalk(database: Database, seed: number) {
  const random = createSeededRandom(seed);
  const store = createPersonaStore(database);
  const imports = createPersonaImports(database);
  const names = new Map<string, string>();
  let made = 0;
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const aName = () => Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(words)).join(" ");
  const anId = () => {
    made += 1;
    return `per_${String(made).padStart(10, "0")}`;
  };

  const doings = [
    async () => {
      const [id, name] = [anId(), aName()];
      const { content } = aNewPersona();
      await store.insert(aNewPersona({ id, content: { ...content, name } }));
      names.set(id, name);
    },
    async () => {
      const some = Array.from({ length: Math.floor(random() * 90) }, () => ({ id: anId(), name: aName() }));
      const { name: _, ...content } = aNewPersona().content;
      const personas = some.map(({ id, name }) => {
        return { id, remoteId: `p${id}`, content: { name }, base: "{}", createdMs: made };
      });
      await imports.importAll(tenant, personas, { userId: "u1", content });
      for (const { id, name } of some) names.set(id, name);
    },
    async () => {
      const [id, name] = [pick([...names.keys()]), aName()];
      if (id === undefined) return;
      await store.amend(tenant, id, { name });
      names.set(id, name);
    },
    async () => {
      const id = pick([...names.keys()]);
      if (id === undefined) return;
      await store.remove(tenant, id, { tavus: "kept", emptied: {} });
      names.delete(id);
    },
    // What was made until now gets its blocks; what comes after it is found without.
    () => fileNames(database),
  ];
  return { names, step: () => pick(doings)?.() };
}

async function heldBy(database: Database, typed: string): Promise<string[]> {
  const wanted = foldName(typed);
  const found = await createPersonaLists(database).findNames(tenant, { wanted, pieces: [], limit: all });
  return "holding" in found ? found.holding.map(({ id }) => id).sort() : [];
}

const blockText = async ({ kysely }: Database) =>
  (await kysely.selectFrom("name_blocks").select("names").execute()).map(({ names }) => names).join("");

forEachEngine((engine, open) => {
  test.each([
    1, 2,
  ])("whatever is done to names, a search finds what a plain scan finds (%i)", async (seed) => {
    const database = await open();
    const { names, step } = createWalk(database, seed);
    const searches = [
      "emile",
      "ÉMILE zola",
      "a",
      "ada's c",
      "rocket",
      "🚀",
      "ss",
      "STRASSE",
      "田",
      "ל",
      "%",
      "_",
      "7",
      "x y",
    ];

    for (let done = 0; done < steps; done += 1) await step();

    for (let isFiled = false; ; isFiled = true) {
      for (const typed of searches) {
        const scanned = [...names].filter(([, name]) => foldName(name).includes(foldName(typed)));
        expect(await heldBy(database, typed), typed).toEqual(scanned.map(([id]) => id).sort());
      }
      if (isFiled) break;
      await fileNames(database);
    }
    const lines = (await blockText(database)).split("\n").filter((line) => line !== "");
    expect(lines.sort()).toEqual([...names.values()].map((name) => ` ${foldName(name)} `).sort());
  });

  test("names that a version before wrote are filed later, and each once however many do it", async () => {
    const database = await open();
    const { names, step } = createWalk(database, 3);
    for (let done = 0; done < steps / 2; done += 1) await step();
    await database.kysely.updateTable("personas").set({ name_folded: null, search_block: null }).execute();
    await database.kysely.deleteFrom("name_blocks").execute();

    await Promise.all([fileNames(database), fileNames(database)]);

    expect((await blockText(database)).split("\n").filter((line) => line !== "")).toHaveLength(names.size);
    expect(await heldBy(database, "emile")).toHaveLength(
      [...names.values()].filter((name) => foldName(name).includes("emile")).length,
    );
  });

  test("the newest come first, however they were filed", async () => {
    const database = await open();
    const store = createPersonaStore(database);
    const { content } = aNewPersona();
    const made = Array.from({ length: 300 }, (_, index) =>
      aNewPersona({ nowMs: index * 1000, content: { ...content, name: `Ada ${index}` } }),
    );
    for (const persona of made) await store.insert(persona);
    const newest = made.slice(-25).reverse();
    const looked = { wanted: "ada", pieces: [], limit: 25 };

    for (const file of [async () => undefined, () => fileNames(database)]) {
      await file();
      const found = await createPersonaLists(database).findNames(tenant, looked);
      expect("holding" in found && found.holding.map(({ id }) => id)).toEqual(newest.map(({ id }) => id));
    }
  });

  test.each(["ada", "adda"])("a name that is filed while it is looked for is found (%s)", async (wanted) => {
    const database = await open();
    const { content } = aNewPersona();
    await createPersonaStore(database).insert(aNewPersona({ content: { ...content, name: "Ada" } }));
    let statements = 0;
    const filesThen: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        statements += 1;
        if (statements === 1) await fileNames(database);
        return result;
      },
    };
    const lists = createPersonaLists({ ...database, kysely: database.kysely.withPlugin(filesThen) });

    const found = await lists.findNames(tenant, { wanted, pieces: ["ad"], limit: 25 });

    expect("holding" in found ? found.holding : found.near).toHaveLength(1);
  });

  test("of what is deleted while names are filed no name stays", async () => {
    const database = await open();
    const store = createPersonaStore(database);
    const { content } = aNewPersona();
    const made = Array.from({ length: 30 }, () => aNewPersona({ content: { ...content, name: "Gone" } }));
    for (const persona of made) await store.insert(persona);

    const removals = made.map(({ id }) => store.remove(tenant, id, { tavus: "kept", emptied: {} }));
    await Promise.all([fileNames(database), ...removals]);

    expect(await blockText(database)).toBe("");
    expect(await heldBy(database, "gone")).toEqual([]);
  });

  test("a team that was half forgotten when the bot died keeps it from nothing", async () => {
    const database = await open();
    const store = createPersonaStore(database);
    const { content } = aNewPersona();
    await store.insert(aNewPersona({ content: { ...content, name: "Gone" } }));
    await store.insert(aNewPersona({ tenantId: otherTenant, content: { ...content, name: "Stays" } }));
    const begun = { tenant_id: tenant, begun_at: "2026-01-01T00:00:00.000Z", ended_at: null };
    await database.kysely.insertInto("forgotten").values(begun).execute();

    await fileNames(database);

    expect(await blockText(database)).toBe("\n stays \n");
  });

  test("of a team that is forgotten no name stays, and another's are all there", async () => {
    const database = await open();
    const store = createPersonaStore(database);
    const { content } = aNewPersona();
    await store.insert(aNewPersona({ content: { ...content, name: "Gone" } }));
    await store.insert(aNewPersona({ tenantId: otherTenant, content: { ...content, name: "Stays" } }));
    await fileNames(database);

    await createForgottenTeams(database).forget(tenant);

    expect(await blockText(database)).toBe("\n stays \n");
  });

  test(`forms that are sent at once on ${engine} all have their names filed`, async () => {
    const database = await open();
    const store = createPersonaStore(database);
    const { content } = aNewPersona();
    const sent = Array.from({ length: 20 }, (_, index) =>
      aNewPersona({ content: { ...content, name: `At once ${index}` } }),
    );

    await Promise.all(sent.map((persona) => store.insert(persona)));
    await Promise.all([
      fileNames(database),
      ...sent.map(({ id }, index) => store.amend(tenant, id, { name: `Renamed ${index}` })),
    ]);

    expect(await heldBy(database, "renamed")).toHaveLength(sent.length);
    expect(await blockText(database)).not.toContain("at once");
  });
});
