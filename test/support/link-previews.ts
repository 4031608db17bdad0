import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { defaultScopes } from "../../sandbox/stand-ins/slack/stand-in.ts";
import { reads } from "./black-box/black-box-chat.ts";
import { startBotInProcess } from "./bot-in-process.ts";
import { untilTrue } from "./until-true.ts";

export const domain = "personas.example";
export const company = "U0EVE";

/** A bot that shows previews, one persona of its Slack team, and channels with others in them. */
export async function startWithPersona(
  env: Record<string, string> = {},
  content: Record<string, string> = {},
) {
  const started = await startBotInProcess({
    env,
    surroundings: {
      slack: {
        scopes: [...defaultScopes, "links:read", "links:write"],
        workspace: {
          unfurlDomains: [domain],
          users: [{ id: company, name: "eve", teamId: "T0ACME" }],
          channels: [
            { id: "C0CONNECT", name: "with-acme", isExtShared: true },
            { id: "C0ASKED", name: "acme-is-asked", isPendingExtShared: true },
            { id: "C0GROUPWIDE", name: "all-of-us", isOrgShared: true },
            { id: "C0INSIDE", name: "ours", kind: "private" },
            { id: "C0HIDDEN", name: "hidden", kind: "private", hasBot: false },
            { id: "C0ABSENT", name: "absent", hasBot: false },
            { id: "D0PAIR", kind: "im", hasBot: false },
            { id: "G0FEW", kind: "mpim" },
          ],
        },
      },
    },
  });
  const chat = started.admin("Slack");
  await (await chat.openForm()).submit({
    name: "Ada",
    prompt: "You help.",
    description: "Answers the phone",
    ...content,
  });
  const ready = await reads(chat, "” is ready");
  const id = /per_[a-z0-9]{10}/.exec(ready.text)?.[0] ?? "";
  const tavusId = started.world.tavus.account().personas[0]?.id ?? "";
  const { slack } = started.world;
  return { ...started, chat, slack, id, tavusId, link: `https://${domain}/slack/personas/${id}` };
}

export type WithPersona = Awaited<ReturnType<typeof startWithPersona>>;

export async function expectPreviews(
  slack: WithPersona["slack"],
  message: Parameters<typeof slack.previews>[0],
  count: number,
): Promise<void> {
  await slack.linkEvent(message)?.acked();
  if (count > 0) await untilTrue(() => slack.previews(message).length > 0, { what: "the preview" });
  else await sleep(200);
  expect(slack.previews(message)).toHaveLength(count);
}
