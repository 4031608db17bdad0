import { expect, test } from "vitest";
import { createStateStore } from "../../src/database/team/state-store.ts";
import { createTenantKeys, keyTag, type TenantKeysOptions } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";

const key = { value: "operator-key", tag: keyTag("operator-key") };

/** Keys of an operator whose record of the only guild is kept like the real one, in memory. */
function createKeys(options: Partial<TenantKeysOptions> = {}, record: { guild?: string } = {}) {
  return createTenantKeys({
    operatorKey: key.value,
    operatorTenants: undefined,
    onlyGuild: {
      find: async () => record.guild,
      async keep(tenantId) {
        record.guild ??= tenantId;
        return record.guild;
      },
    },
    ...options,
  });
}

test("a tag is the first twelve hex digits of the key's SHA-256", () => {
  expect(keyTag("abc")).toBe("ba7816bf8f01");
});

test("without an operator's key nobody has one", async () => {
  const keys = createKeys({ operatorKey: undefined, operatorTenants: ["discord:1"] });
  keys.setGuilds(["discord:1"]);

  expect(await keys.keyFor("discord:1")).toBeUndefined();
});

test("where a list names the tenants it alone decides", async () => {
  const keys = createKeys({ operatorTenants: ["discord:2", "slack:T2"] });
  keys.setGuilds(["discord:1"]);
  keys.setWorkspace("slack:T1");

  expect(await keys.keyFor("discord:2")).toEqual(key);
  expect(await keys.keyFor("slack:T2")).toEqual(key);
  expect(await keys.keyFor("discord:1")).toBeUndefined();
  expect(await keys.keyFor("slack:T1")).toBeUndefined();
});

test("an empty list gives it to nobody", async () => {
  const keys = createKeys({ operatorTenants: [] });
  keys.setGuilds(["discord:1"]);

  expect(await keys.keyFor("discord:1")).toBeUndefined();
});

test("without a list it belongs to the workspace of the operator's token", async () => {
  const keys = createKeys();
  expect(await keys.keyFor("slack:T1")).toBeUndefined();

  keys.setWorkspace("slack:T1");

  expect(await keys.keyFor("slack:T1")).toEqual(key);
  expect(await keys.keyFor("slack:T2")).toBeUndefined();
});

test("without a list it belongs to the only guild, and to none that comes later", async () => {
  const keys = createKeys();
  keys.setGuilds(["discord:1"]);
  keys.setGuilds(["discord:1", "discord:2"]);

  expect(await keys.keyFor("discord:2")).toBeUndefined();
  expect(await keys.keyFor("discord:1")).toEqual(key);
});

test("before the guilds are known, and for a guild the bot is not in, there is none", async () => {
  const keys = createKeys();
  expect(await keys.keyFor("discord:1")).toBeUndefined();

  keys.setGuilds(["discord:1"]);

  expect(await keys.keyFor("discord:9")).toBeUndefined();
  expect(await keys.keyFor("discord:1")).toEqual(key);
});

test("a bot that is in no guild yet gives it to the first it joins", async () => {
  const keys = createKeys();
  keys.setGuilds([]);
  keys.setGuilds(["discord:1"]);
  keys.setGuilds(["discord:1", "discord:2"]);

  expect(await keys.keyFor("discord:1")).toEqual(key);
  expect(await keys.keyFor("discord:2")).toBeUndefined();
});

test("a guild that asks and is none of the bot's gets none, although the bot is in no other", async () => {
  const keys = createKeys();
  keys.setGuilds([]);

  expect(await keys.keyFor("discord:1")).toBeUndefined();
  keys.setGuilds(["discord:2"]);
  expect(await keys.keyFor("discord:1")).toBeUndefined();
  expect(await keys.keyFor("discord:2")).toEqual(key);
});

test("the only guild is noted before anybody asks, so that a restart among several changes nothing", async () => {
  const record: { guild?: string } = {};
  const before = createKeys({}, record);
  before.setGuilds(["discord:1"]);
  await before.operatorUse();

  const after = createKeys({}, record);
  after.setGuilds(["discord:1", "discord:2"]);

  expect(record.guild).toBe("discord:1");
  expect(await after.keyFor("discord:1")).toEqual(key);
  expect(await after.keyFor("discord:2")).toBeUndefined();
});

test("in several guilds with nothing on record it is nobody's, even if all but one go", async () => {
  const keys = createKeys();
  keys.setGuilds(["discord:1", "discord:2"]);
  keys.setGuilds(["discord:2"]);

  expect(await keys.keyFor("discord:1")).toBeUndefined();
  expect(await keys.keyFor("discord:2")).toBeUndefined();
});

test("a recorded guild keeps it through restarts, whatever guilds there are then", async () => {
  const record = {};
  const before = createKeys({}, record);
  before.setGuilds(["discord:1"]);
  await before.keyFor("discord:1");

  const after = createKeys({}, record);
  after.setGuilds(["discord:2"]);

  expect(await after.keyFor("discord:2")).toBeUndefined();
  expect(await after.keyFor("discord:1")).toEqual(key);
});

forEachEngine((_engine, open) => {
  test("two processes that record at once agree on one guild", async () => {
    const state = createStateStore(await open());
    const onlyGuild = {
      find: () => state.get("app:operator", "guild"),
      keep: (tenantId: string) => state.setIfAbsent("app:operator", "guild", tenantId),
    };
    const [one, other] = [createKeys({ onlyGuild }), createKeys({ onlyGuild })];
    one.setGuilds(["discord:1"]);
    other.setGuilds(["discord:2"]);

    const found = await Promise.all([one.keyFor("discord:1"), other.keyFor("discord:2")]);

    expect(found.filter((given) => given !== undefined)).toEqual([key]);
  });
});

test.each([
  ["the teams on the list", { operatorTenants: ["discord:1", "slack:T9"] }, {}, ["discord:1", "slack:T9"]],
  ["the guild on record", {}, { guild: "discord:5" }, ["slack:T1", "discord:5"]],
  ["the only guild, which has not asked yet", {}, {}, ["slack:T1", "discord:7"]],
])("the operator's key is for %s", async (_what, options, record, teams) => {
  const keys = createKeys(options, record);
  keys.setWorkspace("slack:T1");
  keys.setGuilds(["discord:7"]);

  expect(await keys.operatorUse()).toMatchObject({ tag: key.tag, teams });
});

test.each([
  ["several and none is noted", ["discord:1", "discord:2"], {}, /was in several, so no server uses it/],
  [
    "others than the noted one",
    ["discord:2"],
    { guild: "discord:1" },
    /noted for discord:1, where the bot is no more/,
  ],
])("of a bot that is in %s the operator is told what to do", async (_what, guilds, record, words) => {
  const keys = createKeys({}, record);
  keys.setGuilds(guilds);

  const use = await keys.operatorUse();

  expect(use?.sentence).toMatch(words);
  expect(use?.sentence).toContain("in TAVUS_API_KEY_TENANTS.");
});

test("without an operator's key, and in several guilds with nothing on record, it is for nobody", async () => {
  const several = createKeys();
  several.setGuilds(["discord:1", "discord:2"]);

  expect(await createKeys({ operatorKey: undefined }).operatorUse()).toBeUndefined();
  expect(await several.operatorUse()).toMatchObject({ teams: [] });
});
