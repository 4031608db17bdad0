import {
  createSlackStandIn,
  defaultScopes,
  type SlackStandIn,
} from "../../../../../sandbox/stand-ins/slack/stand-in.ts";
import type { WorkspaceSeed } from "../../../../../sandbox/stand-ins/slack/workspace.ts";

export const ada = "https://personas.example/p/per_ada";
export const ben = "https://personas.example/p/per_ben";

/** Slack with an app that gives previews of links on personas.example. */
export function startWithPreviews(workspace: WorkspaceSeed = {}): Promise<SlackStandIn> {
  return createSlackStandIn({
    scopes: [...defaultScopes, "links:read", "links:write"],
    workspace: { unfurlDomains: ["personas.example"], ...workspace },
  });
}

/** A preview of a line and a button. */
export function previewOf(name: string) {
  const text = { type: "plain_text", text: name } as const;
  const talk = { type: "plain_text", text: "Talk" } as const;
  return {
    blocks: [
      { type: "section" as const, text },
      {
        type: "actions" as const,
        block_id: "buttons",
        elements: [{ type: "button" as const, action_id: "talk", value: name, text: talk }],
      },
    ],
  };
}
