import type { WebSocket } from "../sandbox/stand-ins/accept-web-sockets.ts";
import type { FormDriver, OpenedForm } from "./form-driver.ts";
import { type Answer, type Exchange, startLocalServer } from "./local-server.ts";
import { createRepliesAwaited, type RepliesAwaited } from "./replies-awaited.ts";
import { commandPayload, submissionPayload, teamId } from "./slack-payloads.ts";

export type SlackDriver = FormDriver & {
  /** A command from another team than the one the token belongs to; resolves when it is acknowledged. */
  commandFromTeam(teamId: string): Promise<void>;
};

type Awaited = { acks: RepliesAwaited; views: RepliesAwaited; messages: RepliesAwaited };

/** Slack with Socket Mode, as far as the measured programs need it: https://docs.slack.dev/apis/events-api/using-socket-mode */
export async function startSlackDriver(): Promise<SlackDriver> {
  const awaited: Awaited = {
    acks: createRepliesAwaited("an acknowledgement to Slack"),
    views: createRepliesAwaited("a Slack view"),
    messages: createRepliesAwaited("a message to Slack"),
  };
  const link = createLink(awaited.acks);
  const server = await startLocalServer({
    answer: (exchange) => answer(exchange, awaited, server.port),
    connect: (socket) => link.accept(socket),
  });
  const responseUrl = (id: string) => `http://127.0.0.1:${server.port}/respond/${id}`;
  let last = 0;
  const nextId = () => {
    last += 1;
    return `${process.pid}.${last}`;
  };

  async function deliver(type: string, payload: Record<string, unknown>): Promise<number> {
    const id = nextId();
    const ack = awaited.acks.wait(id);
    const sentMs = performance.now();
    link.send({ envelope_id: id, type, accepts_response_payload: true, payload });
    return (await ack).atMs - sentMs;
  }

  return {
    env: {
      SLACK_BOT_TOKEN: "xoxb-bench",
      SLACK_APP_TOKEN: "xapp-bench",
      SLACK_API_URL: `http://127.0.0.1:${server.port}/api`,
    },
    async openForm(): Promise<OpenedForm> {
      const id = nextId();
      const view = awaited.views.wait(id);
      const payload = commandPayload({ triggerId: id, responseUrl: responseUrl(id) });
      const [ms, { body }] = await Promise.all([deliver("slash_commands", payload), view]);
      return { ms, body };
    },
    async sendForm(form): Promise<OpenedForm> {
      const view = viewIn(form);
      const responseId = /\/respond\/([\d.]+)/.exec(view.private_metadata)?.[1] ?? "";
      const message = awaited.messages.wait(responseId);
      const payload = submissionPayload(nextId(), view);
      const [ms, { body }] = await Promise.all([deliver("interactive", payload), message]);
      return { ms, body };
    },
    async commandFromTeam(team) {
      const id = nextId();
      const ids = { triggerId: id, responseUrl: responseUrl(id), teamId: team };
      await deliver("slash_commands", commandPayload(ids));
    },
    readModal: viewIn,
    readAnswer: ({ body }) => JSON.parse(body),
    close: server.close,
  };
}

/** The Web API takes forms; what is not text in them is JSON. */
function viewIn({ body }: OpenedForm) {
  return JSON.parse(new URLSearchParams(body).get("view") ?? "");
}

function answer({ path, body }: Exchange, { views, messages }: Awaited, port: number): Answer {
  if (path.startsWith("/respond/")) {
    messages.came(path.slice("/respond/".length), body);
    return { json: { ok: true } };
  }
  if (path.endsWith("/views.open")) {
    views.came(new URLSearchParams(body).get("trigger_id") ?? "", body);
    return { json: { ok: true, view: { id: "V0BENCH01", hash: "1.bench" } } };
  }
  if (path.endsWith("/apps.connections.open")) {
    return { json: { ok: true, url: `ws://127.0.0.1:${port}/link` } };
  }
  if (path.endsWith("/users.info")) {
    const id = new URLSearchParams(body).get("user") ?? "";
    return { json: { ok: true, user: { id, team_id: teamId, is_admin: true } } };
  }
  return { json: { ok: true, team_id: teamId, user_id: "U0BENCHBOT", bot_id: "B0BENCH01" } };
}

function createLink(acks: RepliesAwaited) {
  let current: WebSocket | undefined;
  return {
    send: (envelope: Record<string, unknown>) => current?.send(JSON.stringify(envelope)),
    accept(socket: WebSocket): void {
      current = socket;
      socket.send(JSON.stringify({ type: "hello", num_connections: 1 }));
      socket.on("message", (data) => {
        const text = data.toString();
        // Read without parsing: it is all that is wanted of it.
        acks.came(/"envelope_id":"([^"]+)"/.exec(text)?.[1] ?? "", text);
      });
    },
  };
}
