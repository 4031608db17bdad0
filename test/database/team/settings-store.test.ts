import { expect, test } from "vitest";
import { usualCallSettings } from "../../../src/database/team/call-settings.ts";
import {
  createSettingsStore,
  type SettingsChange,
  type StoredKey,
} from "../../../src/database/team/settings-store.ts";
import { noTeamPrompt } from "../../../src/database/team/team-prompt.ts";
import { createWarningStore } from "../../../src/database/team/warnings/warning-store.ts";
import { makeInterruptible } from "../../support/between-statements.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "slack:T1";
const other = "discord:100";

const everything = {
  key: aKey(),
  channel: { id: "C9", setBy: "U1", closedAt: null },
  defaultReplicaId: "r1",
  managers: ["U2", "U3"],
  limits: { "creates.member": 5 },
  autoSync: { hours: 6, nextAt: "2026-01-01T06:00:00.000Z" },
  teamPrompt: { text: "Be kind.", earlier: ["Be brief."] },
  talkFor: "managers",
  videoFor: "managers",
  transcriptDays: 7,
  isRehearsalOn: true,
  endsCallsAtShutdown: true,
  isSharingOn: true,
} satisfies SettingsChange;

function aKey(members: Partial<StoredKey> = {}): StoredKey {
  return {
    sealed: "v1.a.b.c",
    tag: "0123456789ab",
    lastFour: "4f2a",
    setBy: "U1",
    setAt: "2026-01-01T00:00:00.000Z",
    checkedAt: "2026-01-01T00:00:00.000Z",
    sees: { personas: 12, replicas: 3 },
    ...members,
  };
}

forEachEngine((_, open) => {
  test("a team that has set nothing has no row", async () => {
    expect(await createSettingsStore(await open()).find(tenant)).toBeUndefined();
  });

  test("everything that was set is found again, by its own team alone", async () => {
    const store = createSettingsStore(await open());

    await store.change(tenant, everything);

    expect(await store.find(tenant)).toEqual({ tenantId: tenant, ...everything, templates: [] });
    expect(await store.find(other)).toBeUndefined();
  });

  test("a first change sets what it names, and leaves the rest unset", async () => {
    const store = createSettingsStore(await open());

    await store.change(tenant, { managers: ["U2"] });

    expect(await store.find(tenant)).toEqual({
      tenantId: tenant,
      key: null,
      channel: null,
      defaultReplicaId: null,
      managers: ["U2"],
      limits: {},
      autoSync: null,
      teamPrompt: noTeamPrompt,
      templates: [],
      ...usualCallSettings,
    });
  });

  const unset = {
    key: null,
    channel: null,
    defaultReplicaId: null,
    managers: [],
    limits: {},
    autoSync: null,
    teamPrompt: noTeamPrompt,
  };

  test.each(Object.entries(unset))("unsetting %s leaves everything else as it is", async (name, value) => {
    const store = createSettingsStore(await open());
    await store.change(tenant, everything);

    await store.change(tenant, { [name]: value });

    expect(await store.find(tenant)).toEqual({
      tenantId: tenant,
      ...everything,
      templates: [],
      [name]: value,
    });
  });

  test("an empty change changes nothing", async () => {
    const store = createSettingsStore(await open());
    await store.change(tenant, everything);

    await store.change(tenant, {});

    expect(await store.find(tenant)).toEqual({ tenantId: tenant, ...everything, templates: [] });
  });

  test("two changes of different things at once both stand", async () => {
    const store = createSettingsStore(await open());

    await Promise.all([
      store.change(tenant, { managers: ["U2"] }),
      store.change(tenant, { defaultReplicaId: "r1" }),
    ]);

    expect(await store.find(tenant)).toMatchObject({ managers: ["U2"], defaultReplicaId: "r1" });
  });

  test("a closed channel is noted once, and opens with the next that is set", async () => {
    const store = createSettingsStore(await open());
    await store.change(tenant, everything);

    const notes = [
      await store.channelClosed(tenant, "another"),
      await store.channelClosed(other, "C9"),
      await store.channelClosed(tenant, "C9"),
      await store.channelClosed(tenant, "C9"),
    ];
    const closed = await store.find(tenant);
    await store.change(tenant, { channel: { id: "C9", setBy: "U1", closedAt: null } });

    expect(notes).toEqual([false, false, true, false]);
    expect(closed?.channel?.closedAt).not.toBeNull();
    expect((await store.find(tenant))?.channel?.closedAt).toBeNull();
  });

  test("what another setting means for the warnings is in its commit, so that no death comes between", async () => {
    const plain = await open();
    const { database, interruptAfter } = makeInterruptible(plain);
    const warnings = createWarningStore(plain);
    const store = createSettingsStore(database);
    const raised = {
      cause: "timedOut",
      words: null,
      incident: null,
      userId: null,
      isSeen: false,
      personaId: null,
    };
    const openTopics = async () => (await warnings.open(tenant)).map(({ topic }) => topic).sort();
    const changes: [SettingsChange, string[]][] = [
      [{ channel: everything.channel }, ["direct", "sync:timedOut"]],
      [{ channel: null }, ["direct", "sync:timedOut"]],
      [{ autoSync: null }, ["channel", "channel:refused", "direct"]],
      [{ managers: [] }, ["channel", "channel:refused", "direct", "sync:timedOut"]],
    ];
    for (const [change, stay] of changes) {
      for (const topic of ["channel", "channel:refused", "sync:timedOut", "direct"])
        await warnings.raise(tenant, { ...raised, topic, id: topic });
      let seen: string[] = [];
      interruptAfter(1, async () => {
        seen = await openTopics();
      });

      await store.change(tenant, change);

      expect(seen).toEqual(stay);
      await plain.kysely.deleteFrom("warnings").execute();
    }
  });
});
