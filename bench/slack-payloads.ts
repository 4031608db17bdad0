import { typedLine, typedParagraph } from "./typed-text.ts";

export const teamId = "T0BENCH00";
const appId = "A0BENCH00";
const user = { id: "U0BENCH01", username: "ada", name: "ada", team_id: teamId };

/** A view as a program opens it. */
export type View = {
  callback_id: string;
  private_metadata: string;
  blocks: { type: string; block_id: string; element?: Element }[];
};

type Element = {
  type: string;
  action_id: string;
  multiline?: boolean;
  initial_option?: unknown;
  options?: unknown[];
};

export type Ids = { triggerId: string; responseUrl: string; teamId?: string };

/** `/persona-create`: https://docs.slack.dev/interactivity/implementing-slash-commands */
export function commandPayload(ids: Ids): Record<string, unknown> {
  return {
    token: "verification",
    team_id: ids.teamId ?? teamId,
    team_domain: "bench",
    channel_id: "C0BENCH01",
    channel_name: "general",
    user_id: user.id,
    user_name: user.name,
    command: "/persona-create",
    text: "",
    api_app_id: appId,
    is_enterprise_install: "false",
    response_url: ids.responseUrl,
    trigger_id: ids.triggerId,
  };
}

/** The form sent: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function submissionPayload(triggerId: string, view: View): Record<string, unknown> {
  return {
    type: "view_submission",
    user,
    api_app_id: appId,
    token: "verification",
    team: { id: teamId, domain: "bench" },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: triggerId,
    view: {
      id: "V0BENCH01",
      team_id: teamId,
      type: "modal",
      hash: "1.bench",
      external_id: "",
      previous_view_id: null,
      root_view_id: "V0BENCH01",
      app_id: appId,
      app_installed_team_id: teamId,
      bot_id: "B0BENCH01",
      ...view,
      state: { values: valuesOf(view) },
    },
    response_urls: [],
  };
}

function valuesOf({ blocks }: View): Record<string, unknown> {
  const filled = blocks.flatMap(({ block_id, element }) => {
    if (!element) return [];
    const { type, action_id } = element;
    return [[block_id, { [action_id]: { type, ...contentOf(element) } }]] as const;
  });
  return Object.fromEntries(filled);
}

function contentOf({ type, multiline, initial_option, options }: Element): Record<string, unknown> {
  if (type === "plain_text_input") return { value: multiline ? typedParagraph : typedLine };
  if (type === "static_select") return { selected_option: initial_option ?? options?.[0] ?? null };
  if (type === "checkboxes") return { selected_options: [] };
  if (type === "file_input") return { files: [] };
  return { selected_option: null };
}
