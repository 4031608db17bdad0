import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { createRoutes } from "../../../src/main/platforms/platforms.ts";
import { recordChannels } from "../../support/recording-channels.ts";

const hello: Reply = { tone: "neutral", title: "Hello" };

/** Bots that note what they were asked for. */
function recordedRoutes(platforms: readonly ("discord" | "slack")[]) {
  const asked: string[] = [];
  const botOn = (platform: "discord" | "slack") => {
    if (!platforms.includes(platform)) return undefined;
    const sendDirect = async (userId: string) => {
      asked.push(`${platform}: ${userId}`);
      return true;
    };
    return {
      sendDirect,
      sendDirectFor(id: string) {
        asked.push(`${platform}: to somebody of ${id}`);
        return sendDirect;
      },
      channelsOf(id: string) {
        asked.push(`${platform}: ${id}`);
        return recordChannels();
      },
    };
  };
  return { asked, routes: createRoutes({ discord: botOn("discord"), slack: botOn("slack") }) };
}

test.each([
  ["discord:100", ["discord: U1", "discord: 100"]],
  ["slack:T1", ["slack: to somebody of T1", "slack: U1", "slack: T1"]],
])("what is for %s goes to its own platform, and there to its own team", async (tenantId, places) => {
  const { asked, routes } = recordedRoutes(["discord", "slack"]);

  await routes.sendDirectFor(tenantId)?.("U1", hello);
  routes.channelsOf(tenantId);

  expect(asked).toEqual(places);
});

test.each([
  ["slack:T1", ["discord"]],
  ["discord:100", ["slack"]],
  ["teams:1", ["discord", "slack"]],
  ["app:slack:A1", ["discord", "slack"]],
  ["", ["discord", "slack"]],
] as const)("nothing of %j goes anywhere where there is %j", (tenantId, platforms) => {
  const { asked, routes } = recordedRoutes(platforms);

  expect(routes.sendDirectFor(tenantId)).toBeUndefined();
  expect(routes.channelsOf(tenantId)).toBeUndefined();
  expect(asked).toEqual([]);
});
