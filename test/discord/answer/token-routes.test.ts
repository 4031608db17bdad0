import { REST } from "discord.js";
import { expect, test } from "vitest";
import { originalMessage, TokenRoutes } from "../../../src/discord/answer/token-routes.ts";
import { createLog } from "../../../src/log.ts";

test.each([
  [originalMessage, "/webhooks/12/token/messages/@original"],
  ["34", "/webhooks/12/token/messages/34"],
])("the message %s is edited at the address that Discord documents, as it is written there", async (id, path) => {
  const asked: string[] = [];
  const replies = new REST({
    async makeRequest(url) {
      asked.push(new URL(url).pathname);
      return new Response(null, { status: 204 });
    },
  });
  const routes = new TokenRoutes(
    { id: "1", application_id: "12", token: "token" },
    { replies, log: createLog({ level: "silent" }) },
  );

  await routes.edit(id, { components: [] });

  expect(asked).toEqual([`/api/v10${path}`]);
  replies.clearHandlerSweeper();
  replies.clearHashSweeper();
});
