import { expect, test } from "vitest";
import { createSandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import { makeFolder } from "../../support/databases.ts";

/** As `JSON.stringify` writes it: nobody sees in the bytes of a request that half of a pair stands there. */
const half = "Half \ud83d of one";

test("none of the stand-ins takes half a surrogate pair, wherever in a body it stands", async () => {
  const world = await createSandboxWorld(`file:${makeFolder()}/bot.db`);
  const { discord, slack, tavus } = world;
  const post = (url: string, headers: Record<string, string>, body: object) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  const embeds = [{ fields: [{ name: half, value: "x" }] }];
  const [guild] = discord.guilds;
  const toDiscord = await post(
    `${world.env.DISCORD_API_URL}/v10/channels/${guild?.channel("general").id}/messages`,
    { authorization: `Bot ${world.env.DISCORD_TOKEN}` },
    { embeds },
  );
  const blocks = [{ type: "section", text: { type: "plain_text", text: half } }];
  const toSlack = await post(
    `${world.env.SLACK_API_URL}chat.postMessage`,
    { authorization: `Bearer ${world.env.SLACK_BOT_TOKEN}` },
    { channel: "C1", text: "x", blocks },
  );
  const toTavus = await post(
    `${tavus.url}/v2/personas`,
    { "x-api-key": world.env.TAVUS_API_KEY ?? "" },
    { persona_name: "Ada", system_prompt: half },
  );

  expect(toDiscord.status).toBe(500);
  expect(discord.problems.map(({ message }) => message)).toEqual(["500: Internal Server Error"]);
  expect(await toSlack.json()).toMatchObject({ ok: false, error: "invalid_arguments" });
  expect(slack.problems).toHaveLength(1);
  expect(toTavus.status).toBe(400);
  expect(tavus.account().personas).toEqual([]);
  await world.close();
});
