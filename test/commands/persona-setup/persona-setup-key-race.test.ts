import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { startPersonaBot } from "../../support/persona-bot.ts";
import { setUp } from "../../support/setup-form.ts";
import { untilTrue } from "../../support/until-true.ts";

const oldKey = "the-teams-old-key-1111";
const newKey = "the-teams-new-key-2222";

forEachEngine((_, open) => {
  test("what Tavus says of the old key after it was changed holds nothing up", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [oldKey, newKey] });
    const admin = bot.person("U1", "admin");
    await setUp(admin, { tavus_key: oldKey });
    const create = { operation: "create persona", times: 1 } as const;
    bot.standIn.setFault({ delayMs: 1000, status: 401, body: { message: "Invalid access token" } }, create);

    const creating = admin.create();
    await untilTrue(() => bot.standIn.requests.some(({ operation }) => operation === "create persona"), {
      what: "the first try",
    });
    await setUp(admin, { tavus_key: newKey });
    await creating;

    const isLinked = async () => (await bot.rows())[0]?.link === "linked";
    await untilTrue(isLinked, { what: "the persona in the new account" });
    expect(bot.standIn.account(newKey).personas).toHaveLength(1);
  });
});
