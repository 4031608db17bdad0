import type { Log } from "../../log.ts";
import { within } from "../../within.ts";
import { outsideError } from "../slack-error.ts";
import type { Workspace } from "../workspaces/workspace.ts";
import { fileSchema, type ShortcutPayload, type SlackFile } from "./payload.ts";
import { isKeptElsewhere } from "./read-file.ts";
import { mentionedIn, type Names } from "./read-message.ts";

/** Nobody waits for it long: the form must open within Slack's three seconds. */
const withinMs = 700;
/** More people and files are not looked up for one message. */
const mostNames = 10;
const mostFiles = 3;

/** What Slack does not say of a message that is to become a text: what mentioned people are called, and where its files are. */
export type LookedUp = { names: Names; files: readonly SlackFile[] };

export async function lookUpFor(
  body: ShortcutPayload,
  { people, clients }: Pick<Workspace, "people" | "clients">,
  log: Log,
): Promise<LookedUp | undefined> {
  const names = people.namesOf(mentionedIn(body).slice(0, mostNames));
  const files = Promise.all(
    withoutAddress(body)
      .slice(0, mostFiles)
      .map((id) => fileOf(id, { clients, log })),
  );
  const [inTime, filesInTime] = await Promise.all([within(names, withinMs), within(files, withinMs)]);
  return { names: inTime?.value ?? new Map(), files: filesInTime?.value.flat() ?? [] };
}

/** In a channel shared with another company Slack sends the id alone: https://docs.slack.dev/apis/slack-connect */
function withoutAddress({ message }: ShortcutPayload): string[] {
  const files = [message, ...(message.attachments ?? [])].flatMap((part) => part.files ?? []);
  return files.flatMap((file) => (file.id && !file.url_private && !isKeptElsewhere(file) ? [file.id] : []));
}

async function fileOf(
  file: string,
  { clients, log }: Pick<Workspace, "clients"> & { log: Log },
): Promise<SlackFile[]> {
  try {
    const answer = await clients.repeatable.files.info({ file });
    const found = fileSchema.safeParse(answer.file).data;
    return found ? [found] : [];
  } catch (error) {
    log.info(
      { err: outsideError("the question where a file is", error) },
      "a message is read without a file",
    );
    return [];
  }
}
