import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { OutsideError } from "../../../src/errors.ts";
import { createLog } from "../../../src/log.ts";
import { deliverFiles } from "../../../src/slack/answer/files/deliver-files.ts";
import type { WebClients } from "../../../src/slack/clients.ts";

const log = createLog({ level: "info", destination: { write: () => {} } });
const open = () => Promise.reject(new OutsideError("no files here"));
const clients = { repeatable: { conversations: { open } } } as unknown as WebClients;

test.each([
  ["whole where it fits", 20_000, "so it stands above"],
  ["as far as it fits", 60_000, "so as much of it as a message holds stands above"],
])("what somebody typed stands in the message %s where its file cannot be sent", async (_, length, said) => {
  const file = { name: "your-text.txt", text: "x".repeat(length), isTyped: true } as const;
  const reply: Reply = { tone: "failure", title: "Not saved yet", files: [file] };

  const { notes } = await deliverFiles(reply, { clients, log, userId: "U1" });

  expect(notes).toEqual([`“your-text.txt” could not be sent to your direct messages, ${said}.`]);
});
