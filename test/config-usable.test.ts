import { expect, test } from "vitest";
import { readUsableConfig } from "../src/config.ts";

test("a refused variable stands as unset and the rest can be used", () => {
  const reading = readUsableConfig({ DISCORD_TOKEN: "token", PORT: "99999", TAVUS_API_KEY: " 'key' " });

  expect(reading.refused).toEqual(["PORT"]);
  expect(reading.set.sort()).toEqual(["DISCORD_TOKEN", "PORT", "TAVUS_API_KEY"]);
  expect(reading.problems).toEqual([expect.stringMatching(/^PORT must be a number/)]);
  expect(reading.config).toMatchObject({ discord: { token: "token" }, tavus: { apiKey: "key" } });
  expect(reading.config.port).toBeUndefined();
});

test("half a Slack is a problem, and its bot token can be used", () => {
  const reading = readUsableConfig({ SLACK_BOT_TOKEN: "xoxb-1" });

  expect(reading.problems).toEqual([expect.stringContaining("SLACK_BOT_TOKEN is not enough")]);
  expect(reading.config.slack).toEqual({ botToken: "xoxb-1", apiUrl: "https://slack.com/api/" });
});

test("a sound environment has no problem", () => {
  const reading = readUsableConfig({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" });

  expect([reading.problems, reading.refused, reading.notes]).toEqual([[], [], []]);
  expect(reading.config.slack?.mode).toEqual({ kind: "socket", appToken: "xapp-1" });
});
