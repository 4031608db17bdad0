export type FaultSwitch =
  | "outOfCredits"
  | "invalidKey"
  | "slow"
  | "unreachable"
  | "serverErrors"
  | "rateLimited"
  | "losesAnswer"
  | "tooManyCalls"
  | "endless"
  | "noVideos"
  | "unreadableVideos";

/** Text, chosen values, a tick, or files. */
export type ModalValue = string | string[] | boolean | SandboxFile[];

export type SandboxFile = { name: string; base64: string };

export type Act =
  | {
      kind: "discord.command";
      userId: string;
      channelId: string;
      name: string;
      options: { [name: string]: string | boolean | SandboxFile };
    }
  /** Result: { name, value }[]. */
  | {
      kind: "discord.suggest";
      userId: string;
      channelId: string;
      name: string;
      option: string;
      typed: string;
    }
  | { kind: "discord.submit"; interactionId: string; values: { [customId: string]: ModalValue } }
  | { kind: "discord.dismiss"; interactionId: string }
  | { kind: "discord.press"; userId: string; messageId: string; customId: string; values?: string[] }
  | { kind: "slack.command"; userId: string; channelId: string; command: string; text: string }
  /** Typing: nothing is sent to the bot unless it listens to this field. */
  | { kind: "slack.enter"; viewId: string; blockId: string; entry: string | string[] | SandboxFile }
  /** Result: { text, value }[]. */
  | { kind: "slack.suggest"; viewId: string; blockId: string; typed: string }
  | { kind: "slack.submit"; viewId: string }
  | { kind: "slack.close"; viewId: string }
  /** A button of a message, or what was chosen in a menu of one. */
  | {
      kind: "slack.press";
      userId: string;
      channelId: string;
      ts: string;
      /** The preview below the message that it is in. */
      attachmentId?: number;
      actionId: string;
      values?: string[];
    }
  /** As `slack.press`, in a form or in the Home tab. */
  | { kind: "slack.pressInView"; viewId: string; actionId: string; values?: string[] }
  | { kind: "slack.openApp"; userId: string; tab: "home" | "messages" }
  /** A message that is no command: the bot hears nothing of it, but on Slack of the links on its domains. */
  | { kind: "slack.say"; userId: string; channelId: string; text: string }
  | { kind: "discord.say"; userId: string; channelId: string; text: string }
  /** What an app added to the menu of a message. */
  | { kind: "slack.chooseOn"; userId: string; channelId: string; ts: string; callbackId: string }
  | { kind: "discord.chooseOn"; userId: string; messageId: string; name: string }
  | { kind: "tavus.add"; name: string; systemPrompt: string }
  | { kind: "tavus.change"; id: string; name: string; systemPrompt: string }
  | { kind: "tavus.remove"; id: string }
  /** Result: { id }, of the room that the link leads to. */
  | { kind: "tavus.join"; link: string; person: string }
  | { kind: "tavus.leave"; id: string; person: string }
  /** The avatar answers at once. */
  | { kind: "tavus.say"; id: string; text: string }
  /** Plays that the room's next timeout has come. */
  | { kind: "tavus.runOut"; id: string }
  /** Somebody outside, who has link and password, calls. */
  | { kind: "tavus.callFromOutside"; id: string }
  | { kind: "tavus.finishVideo"; id: string }
  | { kind: "tavus.failVideo"; id: string }
  | { kind: "tavus.fault"; fault?: FaultSwitch }
  | { kind: "bot.start" }
  | { kind: "bot.stop" }
  /** Ends one process as a power failure would. */
  | { kind: "fleet.kill"; name: string }
  | { kind: "fleet.start"; name: string }
  /** Replaces every process that runs, one after another; done when the last of them is. */
  | { kind: "fleet.roll" };
