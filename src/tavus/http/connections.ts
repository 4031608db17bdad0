import http from "node:http";
import https from "node:https";
import net from "node:net";

/** More would be closed by Tavus before they are needed. */
const mostKept = 4;

/**
 * How long one of Tavus's addresses may take to let us in, in ms. Node gives up on each but the last after 250, which a line to
 * another continent may need, and a busy machine too: https://github.com/nodejs/node/issues/54359
 */
const attemptMs = 1000;

/**
 * Connections to Tavus. A server closes one that is idle, which shows only when the next request is sent on it: a read is then repeated,
 * and of anything else nobody knows whether it was done. So all but a GET gets a connection that is new; it is kept afterwards,
 * for the reading that follows. They go through the proxy that all of Node goes through, where an operator has told it to
 * (`NODE_USE_ENV_PROXY=1`): an agent of one's own does not by itself. https://nodejs.org/docs/latest-v24.x/api/http.html#built-in-proxy-support
 */
export function createConnections(apiUrl: string): http.Agent {
  const { proxyEnv } = (http.globalAgent as unknown as Configured).options;
  const options = {
    keepAlive: true,
    maxFreeSockets: mostKept,
    // An operator may have told Node to wait longer.
    autoSelectFamilyAttemptTimeout: Math.max(attemptMs, net.getDefaultAutoSelectFamilyAttemptTimeout()),
    ...(proxyEnv && { proxyEnv }),
  };
  const agent = apiUrl.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
  const pool = agent as unknown as Pool;
  const addRequest = pool.addRequest.bind(agent);
  pool.addRequest = (request, ...rest) => {
    if (request.method === "GET") return addRequest(request, ...rest);
    // It is within this call that Node looks for one that is free.
    const kept = pool.freeSockets;
    pool.freeSockets = Object.create(null);
    try {
      return addRequest(request, ...rest);
    } finally {
      pool.freeSockets = kept;
    }
  };
  return agent;
}

/** What Node's types leave out or call constant; others have built on it for ten years (agent-base, agentkeepalive). */
type Pool = {
  addRequest(request: http.ClientRequest, ...rest: unknown[]): void;
  freeSockets: http.Agent["freeSockets"];
};

/** Node's types leave it out. */
type Configured = { options: Pick<http.AgentOptions, "proxyEnv"> };
