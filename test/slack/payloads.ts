/** Payloads as Slack's documentation records them, with names of ours: https://docs.slack.dev/reference/interaction-payloads */

const common = {
  team: { id: "T1", domain: "studio" },
  user: { id: "U1", username: "ada", name: "ada", team_id: "T1" },
  api_app_id: "A1",
  token: "verification",
  enterprise: null,
  is_enterprise_install: false,
};

const metadata = JSON.stringify({
  formId: "f0rm",
  channelId: "C1",
  responseUrl: "https://hooks.slack.com/commands/1",
  round: 1,
});

export const view = {
  id: "V1",
  team_id: "T1",
  type: "modal",
  callback_id: "pf1:form:persona-create",
  private_metadata: metadata,
  hash: "156772938.1827394",
  blocks: [
    { type: "section", block_id: "x1", text: { type: "plain_text", text: "Notice", emoji: false } },
    { type: "input", block_id: "name" },
    { type: "input", block_id: "prompt~1" },
  ],
  state: {
    values: {
      name: { name: { type: "plain_text_input", value: "Ada & <Co>" } },
      "prompt~1": { prompt: { type: "plain_text_input", value: null } },
      kind: {
        kind: {
          type: "static_select",
          selected_option: { text: { type: "plain_text", text: "Creator", emoji: true }, value: "creator" },
        },
      },
      replica: { replica: { type: "external_select", selected_option: null } },
      traits: {
        traits: {
          type: "checkboxes",
          selected_options: [
            { text: { type: "plain_text", text: "Calm", emoji: true }, value: "calm" },
            { text: { type: "plain_text", text: "Playful", emoji: true }, value: "playful" },
          ],
        },
      },
      file: {
        file: {
          type: "file_input",
          files: [
            {
              id: "F1",
              name: "prompt.md",
              size: 42,
              url_private: "https://files.slack.com/files-pri/T1-F1/prompt.md",
              url_private_download: "https://files.slack.com/files-pri/T1-F1/download/prompt.md",
            },
          ],
        },
      },
    },
  },
  title: { type: "plain_text", text: "New persona", emoji: false },
  clear_on_close: false,
  notify_on_close: false,
  previous_view_id: null,
  root_view_id: "V1",
};

export const command = {
  token: "verification",
  team_id: "T1",
  team_domain: "studio",
  channel_id: "C1",
  channel_name: "general",
  user_id: "U1",
  user_name: "ada",
  command: "/persona-show",
  text: "Ada &amp; &lt;Co&gt; &amp;lt;",
  api_app_id: "A1",
  is_enterprise_install: "false",
  response_url: "https://hooks.slack.com/commands/1",
  trigger_id: "13345224609.738474920.8088930838d88f008e0",
};

export const submission = {
  type: "view_submission",
  ...common,
  trigger_id: "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
  view,
  response_urls: [],
};

export const press = {
  type: "block_actions",
  ...common,
  container: { type: "message", message_ts: "1548261231.000200", channel_id: "C1", is_ephemeral: true },
  trigger_id: "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb4",
  channel: { id: "C1", name: "general" },
  state: { values: {} },
  response_url: "https://hooks.slack.com/actions/1",
  actions: [
    {
      type: "button",
      action_id: "pf1:retry:per_A1",
      block_id: "=qXel",
      text: { type: "plain_text", text: "Retry", emoji: false },
      action_ts: "1548426417.840180",
    },
  ],
};

export const change = {
  type: "block_actions",
  ...common,
  container: { type: "view", view_id: "V1" },
  trigger_id: "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb5",
  view,
  actions: [
    {
      type: "static_select",
      action_id: "kind",
      block_id: "kind",
      selected_option: { text: { type: "plain_text", text: "Creator", emoji: true }, value: "creator" },
      action_ts: "1548426417.840180",
    },
  ],
};

export const suggestion = {
  type: "block_suggestion",
  ...common,
  container: { type: "view", view_id: "V1" },
  action_id: "replica",
  block_id: "replica~2",
  value: "ann",
  view,
};
