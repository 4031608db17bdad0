import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { readSlackManifestMode } from "../../src/config.ts";
import { installUrlOf } from "../../src/slack/install/installer.ts";
import { renderManifest } from "../../src/slack/manifest.ts";
import { linksTo } from "../../src/slack/previews/link-page.ts";

test("what the README says to copy is the manifest and nothing else", { timeout: 60_000 }, async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, ...words] = /`(npm run [^`]*slack:manifest)`/.exec(readme)?.[1]?.split(" ") ?? [];

  const { stdout } = await promisify(execFile)("npm", words, {
    env: { ...process.env, SLACK_SIGNING_SECRET: "" },
  });

  const { features } = JSON.parse(stdout);
  const listed = commands.filter(({ isListed }) => isListed !== false);
  expect(features.slash_commands).toHaveLength(listed.length);
});

test("whatever lies in front of the bot's own paths stays there, in every address that is handed out", () => {
  const mode = readSlackManifestMode({
    SLACK_CLIENT_ID: "1.2",
    SLACK_PREVIEW_DOMAINS: "bot.example",
    PUBLIC_URL: "https://bot.example/below/it/",
  });
  const publicUrl = "publicUrl" in mode ? mode.publicUrl : "";

  const { oauth_config, settings } = JSON.parse(renderManifest(commands, mode));

  const addresses = [
    settings.event_subscriptions.request_url,
    oauth_config.redirect_urls[0],
    installUrlOf(publicUrl),
    linksTo(publicUrl, mode.previewDomains)?.("per_1"),
  ];
  expect(addresses).toEqual(
    ["events", "oauth_redirect", "install", "personas/per_1"].map(
      (path) => `https://bot.example/below/it/slack/${path}`,
    ),
  );
});
