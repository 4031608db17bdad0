import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openedBy } from "../../../../sandbox/page/fleet/opened-by.ts";

const connects = "require('node:net').connect(Number(process.argv[1]), '127.0.0.1')";

test("a connection is known by the process that opened it, and nobody's once that is gone", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const clients = [1, 2].map(() => spawn(process.execPath, ["-e", connects, port], { stdio: "ignore" }));
  const pids = clients.map(({ pid }) => pid ?? 0);
  onTestFinished(() => clients.forEach((client) => void client.kill("SIGKILL")));

  const sockets: Socket[] = [];
  while (sockets.length < clients.length) {
    const [socket]: Socket[] = await once(server, "connection");
    if (socket) sockets.push(socket.on("error", () => undefined));
  }
  const owners = sockets.map((socket) => openedBy(socket, pids));
  const [first] = sockets;
  const [pid] = owners;

  expect(owners.toSorted()).toEqual(pids.toSorted());
  expect(
    first &&
      openedBy(
        first,
        pids.filter((other) => other !== pid),
      ),
  ).toBeUndefined();
  const client = clients.find((each) => each.pid === pid);
  const exited = client && once(client, "exit");
  client?.kill("SIGKILL");
  await exited;
  expect(first && openedBy(first, pids)).toBeUndefined();
});
