import {
  ChannelType,
  PermissionFlagsBits,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from "discord.js";
import { z } from "zod";
import type { ThreadOpened, ThreadRequest, Threads } from "../chat/channels.ts";
import { inTeamsWords } from "../chat/refusal.ts";
import { codeOf, judgeFailure, repeatWithoutVerdict, toOutsideError } from "./discord-error.ts";

/** What a private thread takes beside what a message does, with the names that Discord's settings show. */
export const threadPermissions = [
  { bit: PermissionFlagsBits.CreatePrivateThreads, name: "Create Private Threads" },
  { bit: PermissionFlagsBits.SendMessagesInThreads, name: "Send Messages in Threads" },
] as const;

const pausesMs = [500];
const threadSchema = z.object({ id: z.string() });

/** Private threads: beside who is added, only those who may manage threads see one. */
export function createThreads(rest: REST): Threads {
  return { arePublic: () => false, open: (request) => open(rest, request) };
}

/** https://discord.com/developers/docs/resources/channel#start-thread-without-message */
async function open(rest: REST, { channelId, title, userId }: ThreadRequest): Promise<ThreadOpened> {
  try {
    const body = {
      name: title,
      type: ChannelType.PrivateThread,
      auto_archive_duration: ThreadAutoArchiveDuration.OneHour,
      invitable: false,
    };
    const { id } = threadSchema.parse(await rest.post(Routes.threads(channelId), { body }));
    await repeatWithoutVerdict(pausesMs, () => rest.put(Routes.threadMembers(id, userId)));
    return { kind: "opened", place: { channelId: id, threadId: id } };
  } catch (error) {
    const verdict = judgeFailure(error);
    if (verdict.kind === "passes" || verdict.meaning.about === "token")
      throw toOutsideError("a thread", error);
    return { kind: "closed", remedy: remedies[codeOf(error) ?? 0] ?? inTeamsWords(verdict.meaning) };
  }
}

const remedies: { [code: number]: string } = {
  [RESTJSONErrorCodes.MissingPermissions]: `For a thread, let my role have ${threadPermissions.map(({ name }) => name).join(" and ")} in this channel (channel settings, Permissions).`,
  [RESTJSONErrorCodes.MissingAccess]:
    "For a thread, let my role have View Channel in this channel (channel settings, Permissions).",
  [RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType]:
    "Discord has private threads in text channels alone.",
};
