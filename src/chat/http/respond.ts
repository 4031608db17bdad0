import type { ServerResponse } from "node:http";

/** A text goes out as it is, anything else as JSON, nothing as nothing. */
export function send(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined || body === "") response.writeHead(status).end();
  else if (typeof body === "string") response.writeHead(status).end(body);
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The same for a request whose body nobody reads: what is left of it is not waited for. */
export function refuse(response: ServerResponse, status: number): void {
  response.setHeader("connection", "close");
  send(response, status);
}
