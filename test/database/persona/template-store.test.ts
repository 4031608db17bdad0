import { expect, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createTemplateStore } from "../../../src/database/persona/template-store.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { initialContent } from "../../../src/personas/content/draft.ts";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";

const by = "u1";
const named = (name: string) => ({ ...initialContent, name, prompt: `You are ${name}.` });
const storeOf = (database: Database, most = 3) =>
  createTemplateStore(database, { initial: initialContent, most });

forEachEngine((_, open) => {
  test("the names of a team's templates come with its settings, by name, and no other team's", async () => {
    const database = await open();
    const store = storeOf(database);
    const settings = createSettingsStore(database);
    const before = await settings.find(tenant);
    await store.insert(tenant, { formId: "f1", content: named("éclair"), by });
    await store.insert(tenant, { formId: "f2", content: named("Bread, it's “good”"), by });
    await store.insert(otherTenant, { formId: "f1", content: named("Other"), by });
    const made = await store.findByName(tenant, "ECLAIR");
    const both = (await settings.find(tenant))?.templates;
    await store.remove(tenant, made?.id ?? "");

    expect(before).toBeUndefined();
    expect(both).toEqual(["Bread, it's “good”", "éclair"]);
    expect((await settings.find(tenant))?.templates).toEqual(["Bread, it's “good”"]);
    expect((await settings.find(otherTenant))?.templates).toEqual(["Other"]);
  });

  test("of forms that come at once each makes one, and of names that are the same one", async () => {
    const store = storeOf(await open());
    const insert = (formId: string, name: string) =>
      store.insert(tenant, { formId, content: named(name), by });

    const made = await Promise.all([
      insert("f1", "A"),
      insert("f1", "A"),
      insert("f2", "Á"),
      insert("f3", "B"),
    ]);

    const ids = made.flatMap((one) => (typeof one === "string" ? [] : [one.template.id]));
    expect(made.filter((one) => typeof one !== "string" && one.isNew)).toHaveLength(2);
    expect(made.filter((one) => one === "nameTaken")).toHaveLength(made.length - ids.length);
    expect((await store.inUse(tenant)).map(({ id }) => id).sort()).toEqual([...new Set(ids)].sort());
    expect(await store.inUse(tenant)).toHaveLength(2);
  });

  test("of those that get one name at once, or come back under it, one does", async () => {
    const store = storeOf(await open(), 4);
    const insert = async (name: string) => {
      const made = await store.insert(tenant, { formId: name, content: named(name), by });
      if (typeof made === "string") throw new Error("It fits.");
      return made.template;
    };
    const old = await insert("A");
    await store.remove(tenant, old.id);
    const [b, c] = [await insert("B"), await insert("C")];
    const rename = ({ id }: { id: string }) =>
      store.change(tenant, { id, revision: 1, content: named("A"), by });

    const outcomes = await Promise.all([rename(b), rename(c), store.bringBack(tenant, old)]);

    expect(outcomes.filter((outcome) => outcome === "nameTaken")).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
  });

  test("a name that is taken, one too many, an old revision: nothing is written, whatever asks for it", async () => {
    const store = storeOf(await open(), 2);
    const insert = (name: string) => store.insert(tenant, { formId: name, content: named(name), by });
    const [a, b] = [await insert("A"), await insert("B")];
    if (typeof a === "string" || typeof b === "string") throw new Error("both fit");
    const change = (name: string, revision: number) =>
      store.change(tenant, { id: a.template.id, revision, content: named(name), by });

    expect(await insert("C")).toBe("full");
    expect(await change("b", 1)).toBe("nameTaken");
    expect(await change("A2", 1)).toBeUndefined();
    expect(await change("A3", 1)).toBe("changed");
    expect(await store.remove(tenant, b.template.id)).toBe(true);
    expect(await store.remove(tenant, b.template.id)).toBe(false);
    expect(await insert("C")).toMatchObject({ isNew: true });
    expect(await store.bringBack(tenant, b.template)).toBe("full");
    expect(await change("B", 2)).toBeUndefined();
    expect(await store.bringBack(tenant, b.template)).toBe("nameTaken");
    expect((await store.inUse(tenant)).map(({ content }) => content.name)).toEqual(["B", "C"]);
  });

  test("what came later than a template stands in it as in a new persona", async () => {
    const database = await open();
    const store = storeOf(database);
    await store.insert(tenant, { formId: "f1", content: named("A"), by });
    await database.kysely
      .updateTable("templates")
      .set({ content_json: '{"name":"A","prompt":"P"}' })
      .execute();

    const [found] = await store.inUse(tenant);

    expect(found?.content).toEqual({ ...initialContent, name: "A", prompt: "P" });
  });

  test("they go with their team, also where a program forgets it that knows nothing of templates", async () => {
    const database = await open();
    const store = storeOf(database);
    for (const team of [tenant, otherTenant])
      await store.insert(team, { formId: "f1", content: named("A"), by });

    await database.kysely.deleteFrom("tenant_settings").where("tenant_id", "=", tenant).execute();
    const left = await database.kysely.selectFrom("templates").select("tenant_id").execute();
    await createForgottenTeams(database).forget(otherTenant);

    expect(left).toEqual([{ tenant_id: otherTenant }]);
    expect(await database.kysely.selectFrom("templates").selectAll().execute()).toEqual([]);
  });
});
