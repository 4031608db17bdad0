import { randomBytes } from "node:crypto";
import type { SlackStandIn } from "../../../sandbox/stand-ins/slack/stand-in.ts";
import { directChannel } from "../../../sandbox/stand-ins/slack/workspace.ts";
import type { Chat, Options, TextFile } from "./black-box-chat.ts";
import { answerTo } from "./black-box-chat.ts";
import { enterAll, openedView, readForm, type SlackPlace } from "./black-box-slack-form.ts";
import { see } from "./black-box-slack-message.ts";

const createCommand = "/persona-create";

export type SlackChatOptions = { isAdmin?: boolean };

/** A new member of the workspace. */
export function createSlackChat(slack: SlackStandIn, { isAdmin = false }: SlackChatOptions = {}): Chat {
  const channelId = generalOf(slack);
  const person = slack.person(addMember(slack, { isAdmin, channelId }));
  const place: SlackPlace = { slack, person };
  const direct = () => slack.directMessages(person.id).map((message) => see(place, message));
  const run = (command: string, options: Options = {}) =>
    person.command(channelId, `/${command}`, Object.values(options).join(" "));
  const useMessage = (text: string, files: TextFile[] = []) =>
    person.useOn(person.say(channelId, text, files), "persona-create");
  const chat: Chat = {
    platform: "Slack",
    tenantId: `slack:${slack.workspace.teamId}`,
    userId: person.id,
    async openForm(early = {}) {
      const delivery = await person.command(channelId, createCommand);
      const view = await openedView(delivery);
      const form = readForm(place, view);
      if (delivery.messages().length > 0) throw new Error("The form was not the first answer.");
      await enterAll(place, view, early);
      return form;
    },
    runCommand: async () => void (await person.command(channelId, createCommand)),
    run: async (command, options) => void (await run(command, options)),
    forceRun: async (command) => void (await run(command)),
    runForForm: async (command, options) => readForm(place, await openedView(await run(command, options))),
    useMessage: async (text, files) => void (await useMessage(text, files)),
    useMessageForForm: async (text, files) =>
      readForm(place, await openedView(await useMessage(text, files))),
    async suggestReplicas(typed) {
      const view = await openedView(await person.command(channelId, createCommand));
      const { options = [] } = await person.suggest(view, "replica", typed);
      return options.map(({ text }) => text.text);
    },
    async offeredPersonas(command, typed) {
      const answer = await answerTo(chat, () => run(command, { typed }));
      return [...answer.choices];
    },
    messages: () => [
      ...[...slack.ephemerals(channelId, person.id), ...slack.messages(channelId)].map((message) =>
        see(place, message),
      ),
      ...direct(),
    ],
    directMessages: direct,
    setTakesDirectMessages(takes) {
      directChannel(slack.workspace, person.id).isArchived = !takes;
    },
  };
  return chat;
}

/** The channel that everybody is in. */
function generalOf({ workspace }: SlackStandIn): string {
  return [...workspace.channels.values()].find(({ name }) => name === "general")?.id ?? "";
}

function addMember(
  { workspace }: SlackStandIn,
  { isAdmin, channelId }: { isAdmin: boolean; channelId: string },
): string {
  const model = [...workspace.users.values()].find(({ name }) => name === "mia");
  if (!model) throw new Error("The workspace has no member to copy.");
  const id = `U0${randomBytes(4).toString("hex").toUpperCase()}`;
  workspace.users.set(id, { ...model, id, name: id.toLowerCase(), isAdmin });
  workspace.channels.get(channelId)?.members.add(id);
  return id;
}
