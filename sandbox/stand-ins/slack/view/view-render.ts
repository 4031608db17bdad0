import type { JsonObject } from "../json.ts";
import type { Workspace } from "../workspace.ts";
import type { OpenView } from "./views.ts";

/** The view object of answers and payloads: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function renderView(view: OpenView, workspace: Workspace): JsonObject {
  const definition = view.definition;
  const frame = definition.type === "modal" ? definition : undefined;
  return {
    id: view.id,
    team_id: workspace.teamId,
    type: definition.type,
    blocks: view.blocks,
    private_metadata: definition.private_metadata ?? "",
    callback_id: definition.callback_id ?? "",
    external_id: definition.external_id ?? "",
    state: { values: view.state },
    hash: view.hash,
    title: frame?.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: frame?.clear_on_close ?? false,
    notify_on_close: frame?.notify_on_close ?? false,
    close: frame?.close ?? null,
    submit: frame?.submit ?? null,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: workspace.appId,
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  };
}
