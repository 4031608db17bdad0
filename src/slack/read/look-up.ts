import type { Log } from "../../log.ts";
import { within } from "../../within.ts";
import { outsideError } from "../slack-error.ts";
import type { Workspace } from "../workspaces/workspace.ts";
import { fileSchema, type ShortcutPayload, type SlackFile } from "./payload.ts";
import { isKeptElsewhere } from "./read-file.ts";
import { mentionedIn, type Names } from "./read-message.ts";

/** Nobody waits for it long: the form must open within Slack's three seconds. */
const withinMs = 700;
/** More people, channels and files are not looked up for one message. */
const mostPeople = 10;
const mostChannels = 5;
const mostFiles = 3;

/** What Slack does not say of a message that is to become a text: the names of whom and what it mentions, and where its files are. */
export type LookedUp = { names: Names; files: readonly SlackFile[] };

export async function lookUpFor(
  body: ShortcutPayload,
  { people, clients }: Pick<Workspace, "people" | "clients">,
  log: Log,
): Promise<LookedUp> {
  const mentioned = mentionedIn(body);
  const ask = { clients, log };
  const [persons, channels, files] = await Promise.all([
    each(mentioned.people.slice(0, mostPeople), people.nameOf),
    each(mentioned.channels.slice(0, mostChannels), (id) => nameOf(id, ask)),
    each(withoutAddress(body).slice(0, mostFiles), (id) => fileOf(id, ask)),
  ]);
  return { names: new Map([...persons, ...channels]), files: files.map(([, file]) => file) };
}

/** What is found in time, by its id, whichever else is not. */
async function each<Found>(
  ids: readonly string[],
  look: (id: string) => Promise<Found | undefined>,
): Promise<[id: string, found: Found][]> {
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, Found][]> => {
      const one = await within(look(id), withinMs);
      return one?.value === undefined ? [] : [[id, one.value]];
    }),
  );
  return found.flat();
}

type Asking = Pick<Workspace, "clients"> & { log: Log };

/** A private channel has no name for whoever is not in it, and whether this person is nobody here knows. */
async function nameOf(channel: string, { clients, log }: Asking): Promise<string | undefined> {
  try {
    const { channel: found } = await clients.repeatable.conversations.info({ channel });
    return found?.is_private === false ? found.name || undefined : undefined;
  } catch (error) {
    log.info({ err: outsideError("the question what a channel is called", error) }, "a channel stays an id");
    return undefined;
  }
}

/** In a channel shared with another company Slack sends the id alone: https://docs.slack.dev/apis/slack-connect */
function withoutAddress({ message }: ShortcutPayload): string[] {
  const files = [message, ...(message.attachments ?? [])].flatMap((part) => part.files ?? []);
  return files.flatMap((file) => (file.id && !file.url_private && !isKeptElsewhere(file) ? [file.id] : []));
}

async function fileOf(file: string, { clients, log }: Asking): Promise<SlackFile | undefined> {
  try {
    const answer = await clients.repeatable.files.info({ file });
    return fileSchema.safeParse(answer.file).data;
  } catch (error) {
    log.info(
      { err: outsideError("the question where a file is", error) },
      "a message is read without a file",
    );
    return undefined;
  }
}
