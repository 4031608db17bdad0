import { z } from "zod";
import { writableChannel } from "../channel-access.ts";
import { renderFile, type SlackFile } from "../files.ts";
import type { JsonObject } from "../json.ts";
import { readContent } from "../message/message-content.ts";
import { Refusal, refuseByState } from "../refusal.ts";
import { type Call, count, type MethodTable, readArgs } from "./web-api-method.ts";

const uploadArgs = z.object({ filename: z.string().min(1), length: count });
const completeArgs = z.object({
  files: z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1),
  channel_id: z.string().optional(),
  thread_ts: z.string().optional(),
  initial_comment: z.string().optional(),
  blocks: z.unknown().optional(),
});
const infoArgs = z.object({ file: z.string() });

function getUploadUrl(call: Call): JsonObject {
  const { world } = call;
  const { filename, length } = readArgs(uploadArgs, call.args);
  if (length === undefined || length === 0) throw new Refusal("missing_argument");
  const file = world.files.create({ name: filename, userId: world.workspace.botUserId, size: length });
  return { upload_url: `${world.baseUrl}/upload/v1/${file.uploadSecret}`, file_id: file.id };
}

function findUploaded(call: Call, id: string): SlackFile {
  const file = call.world.files.find(id);
  if (file === undefined) throw new Refusal("file_not_found");
  if (file.bytes === undefined) throw new Refusal("file_update_failed", { messages: ["nothing uploaded"] });
  return file;
}

/** Posting nothing but files is fine, so the content is only checked where some was given. */
function readComment(call: Call, args: z.infer<typeof completeArgs>) {
  const given = { text: args.initial_comment, blocks: args.blocks };
  if (given.text === undefined && given.blocks === undefined)
    return { text: "", blocks: [], attachments: [] };
  return readContent(call.world, given, { where: "files.completeUploadExternal" });
}

function completeUpload(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(completeArgs, call.args);
  const files = args.files.map(({ id, title }) => {
    const file = findUploaded(call, id);
    file.title = title ?? file.title;
    file.isComplete = true;
    return file;
  });
  if (args.channel_id !== undefined) {
    const channel = writableChannel(world, args.channel_id);
    const thread = args.thread_ts === undefined ? {} : { threadTs: args.thread_ts };
    const place = { ts: world.ids.timestamp(), channel: channel.id, ...thread };
    world.messages.add({ ...readComment(call, args), ...place, files, edited: false });
  }
  return { files: files.map((file) => ({ id: file.id, title: file.title })) };
}

function info(call: Call): JsonObject {
  const { world } = call;
  const file = world.files.find(readArgs(infoArgs, call.args).file);
  if (file === undefined) throw refuseByState("file_not_found");
  return { file: renderFile(file, world.baseUrl, world.workspace.teamId) };
}

export const fileMethods: MethodTable = {
  "files.getUploadURLExternal": { scope: "files:write", run: getUploadUrl },
  "files.completeUploadExternal": { scope: "files:write", run: completeUpload },
  "files.info": { scope: "files:read", run: info },
};
