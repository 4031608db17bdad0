import type { InteractiveElement } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-elements.ts";
import { placedElements } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-whole.ts";
import type { Message } from "../../../sandbox/stand-ins/slack/message/messages.ts";
import { slackLines } from "../../../sandbox/tour/print-chat.ts";
import type { Choice, Seen } from "./black-box-chat.ts";
import { openedView, readForm, type SlackPlace } from "./black-box-slack-form.ts";

/** A message of Slack's as this person reads it. */
export function see(place: SlackPlace, message: Message): Seen {
  const { person } = place;
  const text = slackLines(message).join("\n");
  const elements = placedElements(message.blocks).map(({ element }) => element);
  const menu = elements.find(({ type }) => type === "static_select");
  return {
    id: `${message.channel}/${message.ts}`,
    text,
    raw: JSON.stringify(message),
    buttons: elements.flatMap(buttonOf),
    choices: menu ? choicesOf(menu) : [],
    isWorking: text.includes("Working on it…"),
    isPublic: message.ephemeralTo === undefined && !message.channel.startsWith("D"),
    mentions: mentionsSomebody(message),
    press: async (label) => void (await person.press(message, label)),
    async pressForForm(label) {
      const delivery = await person.press(message, label);
      return readForm(place, await openedView(delivery));
    },
    choose: async (value) => void (await person.choose(message, menu?.action_id ?? "", value)),
    forge: async (code) => void (await person.press(withButton(message, code), code)),
    readFile: (name) => readFile(place, message, name),
  };
}

function buttonOf(element: InteractiveElement) {
  return element.type === "button" ? [{ label: element.text.text, code: element.action_id ?? "" }] : [];
}

function choicesOf(menu: InteractiveElement): Choice[] {
  const options = menu.type === "static_select" ? (menu.options ?? []) : [];
  return options.map(({ text, value = "" }) => ({ label: text.text, value }));
}

function withButton(message: Message, code: string): Message {
  const text = { type: "plain_text", text: "Forged" } as const;
  const button = { type: "button", text, action_id: code } as const;
  return { ...message, blocks: [{ type: "actions", block_id: "forged", elements: [button] }] };
}

/** Opened by a button where it fits a modal, otherwise in the direct messages. */
async function readFile({ slack, person }: SlackPlace, message: Message, name: string): Promise<string> {
  const sent = slack.directMessages(person.id).flatMap(({ files }) => files);
  const file = sent.findLast((candidate) => candidate.name === name);
  if (file?.bytes) return Buffer.from(file.bytes).toString();
  const view = await openedView(await person.press(message, `Open ${name}`));
  return view.blocks.flatMap((block) => (block.type === "section" ? [block.text?.text ?? ""] : [])).join("");
}

/** As the stand-in numbers people; nothing that the tests type as an id is one. */
const people = /<@U[0-9A-F]{9}>/g;

/**
 * Marked-up text is dangerous where it holds "<!", "<@" or "<#"; plain text never is. That a message names whoever did
 * something is no text that anybody typed.
 */
function mentionsSomebody({ text, blocks }: Message): boolean {
  const json = JSON.stringify(blocks);
  const markedUp = json.match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  const elements = /"type":"(?:usergroup|broadcast|channel)"/.test(json);
  return (
    elements || [text, ...markedUp].some((each) => /<(?:[@#]|!(?!date\^))/.test(each.replace(people, "")))
  );
}
