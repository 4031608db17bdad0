import { expect, test } from "vitest";
import { manifestHash, renderManifest, scopesFor } from "../../src/slack/manifest.ts";

const listings = [
  { name: "persona-create", summary: "Make a persona", access: "manager" as const },
  { name: "persona-list", summary: "List personas", access: "member" as const },
];

test("over a socket the manifest holds every command and scope and no address", () => {
  const text = renderManifest(listings, { mode: "socket" });

  expect(text).not.toContain("http");
  expect(JSON.parse(text)).toMatchObject({
    features: {
      app_home: { messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      slash_commands: [
        { command: "/persona-create", description: "Make a persona", should_escape: false },
        { command: "/persona-list", description: "List personas", should_escape: false },
      ],
    },
    oauth_config: { scopes: { bot: scopesFor() } },
    settings: {
      event_subscriptions: { bot_events: ["app_home_opened", "app_uninstalled", "tokens_revoked"] },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
    },
  });
});

test("a command without a form says what may be typed behind it", () => {
  const options = {
    filter: {
      kind: "choice",
      label: "Filter",
      choices: [
        { value: "all", label: "All" },
        { value: "linked", label: "L" },
      ],
    },
    search: { kind: "line", label: "Part of a name", maxLength: 30 },
    file: { kind: "file", early: true, label: "File", extensions: [".txt"], maxBytes: 10 },
  } as const;

  const { features } = JSON.parse(
    renderManifest([{ name: "list", summary: "List", access: "member", options }], { mode: "socket" }),
  );

  expect(features.slash_commands[0].usage_hint).toBe("[all | linked] [part of a name]");
});

test("over HTTP every address is the one endpoint", () => {
  const manifest = JSON.parse(renderManifest(listings, { mode: "http", publicUrl: "https://bot.example" }));

  const url = "https://bot.example/slack/events";
  expect(manifest.settings.interactivity).toMatchObject({ request_url: url, message_menu_options_url: url });
  expect(manifest.settings.event_subscriptions.request_url).toBe(url);
  expect(manifest.features.slash_commands[0].url).toBe(url);
  expect(manifest.settings.socket_mode_enabled).toBe(false);
});

test("the hash changes with a command", () => {
  const [first] = listings;

  expect(manifestHash(listings, { mode: "socket" })).toBe(manifestHash([...listings], { mode: "socket" }));
  expect(manifestHash(listings, { mode: "socket" })).not.toBe(
    manifestHash(first ? [first] : [], { mode: "socket" }),
  );
});

test("where people install the app it is for organizations too, its tokens end, and Slack leads back to the bot", () => {
  const manifest = JSON.parse(
    renderManifest(listings, { mode: "install", publicUrl: "https://bot.example" }),
  );

  expect(manifest.oauth_config.redirect_urls).toEqual(["https://bot.example/slack/oauth_redirect"]);
  expect(manifest.settings).toMatchObject({
    event_subscriptions: { request_url: "https://bot.example/slack/events" },
    org_deploy_enabled: true,
    socket_mode_enabled: false,
    token_rotation_enabled: true,
  });
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
    "team_access_revoked",
  ]);
});

test.each([
  { mode: "socket" } as const,
  { mode: "http", publicUrl: "https://bot.example" } as const,
  { mode: "install", publicUrl: "https://bot.example" } as const,
])("links are asked for only where they are to show a card: %j", (mode) => {
  const plain = renderManifest(listings, mode);
  const manifest = JSON.parse(
    renderManifest(listings, { ...mode, previewDomains: ["personas.example.com"] }),
  );

  for (const word of ["unfurl", "links:", "link_shared"]) expect(plain).not.toContain(word);
  expect(manifest.features.unfurl_domains).toEqual(["personas.example.com"]);
  expect(manifest.oauth_config.scopes.bot).toEqual([...scopesFor(), "links:read", "links:write"]);
  expect(manifest.settings.event_subscriptions.bot_events).toContain("link_shared");
});
