import {
  ChannelType,
  PermissionFlagsBits,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from "discord.js";
import { z } from "zod";
import type { ChannelMessage, ThreadOpened, ThreadRequest, Threads } from "../chat/channels.ts";
import { inTeamsWords } from "../chat/refusal.ts";
import { codeOf, judgeFailure, repeatWithoutVerdict, toOutsideError } from "./discord-error.ts";
import { remedyForOwn } from "./own-member.ts";
import { attachFiles, embedLinks } from "./permissions.ts";

/** What a private thread takes beside what a message does, with the names that Discord's settings show. */
export const threadPermissions = [
  { bit: PermissionFlagsBits.CreatePrivateThreads, name: "Create Private Threads" },
  { bit: PermissionFlagsBits.SendMessagesInThreads, name: "Send Messages in Threads" },
] as const;

/** The same for a thread below a message, which everybody reads. */
export const openThreadPermissions = [
  { bit: PermissionFlagsBits.CreatePublicThreads, name: "Create Public Threads" },
  threadPermissions[1],
] as const;

const pausesMs = [500];
const threadSchema = z.object({ id: z.string() });

/** Private threads, which beside who is added only those see who may manage threads; and public ones below messages. */
export function createThreads(rest: REST, guildId: string): Threads {
  const whyClosed = async (error: unknown, lacks: string): Promise<ThreadOpened> => {
    const closed = closedBy(error, lacks);
    const remedy = await remedyForOwn(rest, guildId, error);
    return remedy === undefined ? closed : { kind: "closed", remedy };
  };
  return {
    arePublic: () => false,
    open: (request) => open(rest, request).catch((error: unknown) => whyClosed(error, lackingPrivate)),
    below: (message, title) =>
      openBelow(rest, message, title).catch((error: unknown) => whyClosed(error, lackingBelow)),
  };
}

/**
 * A message has one thread, whose id is its own: https://discord.com/developers/docs/resources/channel#start-thread-from-message
 */
async function openBelow(
  rest: REST,
  { channelId, messageId }: ChannelMessage,
  title: string,
): Promise<ThreadOpened> {
  const opened = { kind: "opened", place: { channelId: messageId, threadId: messageId } } as const;
  try {
    const body = { name: title, auto_archive_duration: ThreadAutoArchiveDuration.OneDay };
    await repeatWithoutVerdict(
      (signal) => rest.post(Routes.threads(channelId, messageId), { body, signal }),
      pausesMs,
    );
    return opened;
  } catch (error) {
    if (codeOf(error) === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) return opened;
    throw error;
  }
}

/** https://discord.com/developers/docs/resources/channel#start-thread-without-message */
async function open(rest: REST, { channelId, title, userId }: ThreadRequest): Promise<ThreadOpened> {
  const body = {
    name: title,
    type: ChannelType.PrivateThread,
    auto_archive_duration: ThreadAutoArchiveDuration.OneHour,
    invitable: false,
  };
  const { id } = threadSchema.parse(await rest.post(Routes.threads(channelId), { body }));
  await repeatWithoutVerdict((signal) => rest.put(Routes.threadMembers(id, userId), { signal }), pausesMs);
  return { kind: "opened", place: { channelId: id, threadId: id } };
}

/** Rejects where it may be opened later. `lacks`: what to do where the bot may not. */
function closedBy(error: unknown, lacks: string): ThreadOpened {
  const verdict = judgeFailure(error);
  if (verdict.kind === "passes" || verdict.meaning.about === "token") throw toOutsideError("a thread", error);
  const code = codeOf(error) ?? 0;
  const isLacking = code === RESTJSONErrorCodes.MissingPermissions;
  return {
    kind: "closed",
    remedy: isLacking ? lacks : (remedies[code] ?? inTeamsWords(verdict.meaning)),
  };
}

/** What to do where the bot lacks these permissions in a channel. */
export function lacking(names: readonly string[]): string {
  return `For a thread, let my role have ${names.join(" and ")} in this channel (channel settings, Permissions).`;
}

/** What to do where a message in a thread is refused, by Discord's error code: to write there takes a permission of its own. */
export function remedyInThread(code: number | undefined, hasFiles: boolean): string | undefined {
  if (code !== RESTJSONErrorCodes.MissingPermissions) return remedies[code ?? 0];
  return lacking(hasFiles ? [...writingInThread, attachFiles] : writingInThread);
}

const writingInThread = [threadPermissions[1].name, embedLinks];

const lackingBelow = lacking(openThreadPermissions.map(({ name }) => name));
const lackingPrivate = lacking(threadPermissions.map(({ name }) => name));

const remedies: { [code: number]: string } = {
  [RESTJSONErrorCodes.UnknownChannel]: "The thread, or its channel, does not exist any more.",
  [RESTJSONErrorCodes.MissingAccess]:
    "For a thread, let my role have View Channel in this channel (channel settings, Permissions).",
  [RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType]:
    "Discord has private threads in text channels alone.",
};
