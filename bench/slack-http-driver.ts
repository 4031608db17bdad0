import { createHmac } from "node:crypto";
import { stringify } from "node:querystring";
import { startLocalServer } from "./local-server.ts";
import { createRepliesAwaited } from "./replies-awaited.ts";
import { commandPayload, teamId } from "./slack-payloads.ts";

const signingSecret = "bench-signing-secret";
/** Before the team's id, so that a person's shows whose they are. */
const userPrefix = "U0";

export type SlackHttpDriver = {
  /** Tells a program where this Slack is, and that it comes over HTTP. */
  env: Record<string, string>;
  /** Gives the command that opens a form to the process at this port; resolves with the ms until the form was open. */
  command(port: number, team?: string): Promise<number>;
  close(): Promise<void>;
};

/** Slack over HTTP, as far as the measured programs need it: signed commands, and a Web API that takes everything. */
export async function startSlackHttpDriver(): Promise<SlackHttpDriver> {
  const views = createRepliesAwaited("a Slack view");
  const server = await startLocalServer({
    answer({ path, body }) {
      const form = new URLSearchParams(body);
      if (path.endsWith("/users.info")) {
        const id = form.get("user") ?? "";
        return { json: { ok: true, user: { id, team_id: id.slice(userPrefix.length), is_admin: true } } };
      }
      if (!path.endsWith("/views.open"))
        return { json: { ok: true, team_id: teamId, user_id: "U0BENCHBOT", bot_id: "B0BENCH01" } };
      views.came(form.get("trigger_id") ?? "", body);
      return { json: { ok: true, view: { id: "V0BENCH01", hash: "1.bench" } } };
    },
  });
  let last = 0;
  return {
    env: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: `http://127.0.0.1:${server.port}/api`,
    },
    async command(port, team = teamId) {
      last += 1;
      const triggerId = `${process.pid}.${last}`;
      const responseUrl = `http://127.0.0.1:${server.port}/respond/${triggerId}`;
      const payload = {
        ...commandPayload({ triggerId, responseUrl, teamId: team }),
        user_id: `${userPrefix}${team}`,
      };
      const body = stringify(
        Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)])),
      );
      const view = views.wait(triggerId);
      const sentMs = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...signed(body) },
        body,
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`The bot answered ${response.status}`);
      return (await view).atMs - sentMs;
    },
    close: server.close,
  };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signed(body: string): Record<string, string> {
  const at = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", signingSecret).update(`v0:${at}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${digest}` };
}
