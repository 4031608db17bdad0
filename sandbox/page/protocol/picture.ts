import type { FaultSwitch } from "./act.ts";

/** A payload as it went over the wire. */
export type Wire = { [key: string]: unknown };

/** Everything on the page. */
export type Picture = {
  bot: BotPicture;
  discord: DiscordPicture;
  slack: SlackPicture;
  tavus: TavusPicture;
  /** The steps of the last act that a person took, oldest first. */
  steps: Step[];
  /** Where several processes are the bot. */
  fleet?: FleetPicture;
};

export type BotPicture = {
  state: "starting" | "running" | "crashed" | "stopping" | "stopped";
  /** What it wrote last, when it crashed. */
  lastLines: string[];
};

export type FleetPicture = {
  /** How Discord's interactions come. */
  discord: "gateway" | "http";
  /** Discord's shards that no process holds, as "0/2": their servers get no answer. */
  missingShards: string[];
  /** One process after another is being replaced. */
  isRolling: boolean;
  processes: ProcessPicture[];
};

export type ProcessPicture = {
  /** Such as "bot 2". */
  name: string;
  state: BotPicture["state"] | "killed";
  /** When it was started, in milliseconds since 1970. */
  startedAt: number;
  /** Of Discord's, as "0/2". */
  shards: string[];
  /** Whether the balancer sends requests there. */
  isInTurn: boolean;
  /** How many it has sent there. */
  requests: number;
  lastLines: string[];
};

export type DiscordPicture = {
  guilds: {
    id: string;
    name: string;
    channels: { id: string; name: string }[];
    /** Threads: in which channel each hangs, and who sees it. */
    threads: { id: string; name: string; parentId: string; memberIds: string[] }[];
    /** The roles that menus offer. */
    roles?: { id: string; name: string }[];
    members: { id: string; name: string; role: "admin" | "manager" | "member" }[];
  }[];
  /** The commands as the bot registered them. */
  commands: Wire[];
  messages: DiscordMessagePicture[];
  /** Modals that are open, one for each person at most. */
  modals: { interactionId: string; userId: string; channelId: string; modal: Wire }[];
};

export type DiscordMessagePicture = {
  id: string;
  /** The channel; `dm:<user id>` for a direct message. */
  channelId: string;
  /** The only person who sees it; undefined: everybody in the channel. */
  visibleTo?: string;
  /** True while it is "thinking…". */
  isLoading: boolean;
  isEdited: boolean;
  /** What it answers, such as "/persona-create", and who asked. */
  answers?: { text: string; userId: string };
  /** The person who wrote it; undefined: the bot. */
  author?: string;
  /** content, embeds, components, attachments, flags. An attachment's `url` is a path on the page's own server. */
  message: Wire;
  createdAt: string;
};

export type SlackPicture = {
  workspace: { id: string; name: string };
  channels: { id: string; name: string; isPrivate: boolean; hasBot: boolean }[];
  users: { id: string; name: string; realName: string; role: "admin" | "member" | "guest" | "stranger" }[];
  /** The commands of the manifest: name with its slash, description. */
  commands: { command: string; description: string }[];
  /** What the app adds to the menu of each message. */
  shortcuts: { name: string; callback_id: string }[];
  /** The app's Home tab of everybody who has opened it. */
  homes: { id: string; userId: string; view: Wire }[];
  messages: SlackMessagePicture[];
  views: {
    id: string;
    userId: string;
    view: Wire;
    /** What is typed so far: `state[block_id][action_id]`, in the shapes of Slack's `view.state.values`. */
    state: Wire;
    errors: { [blockId: string]: string };
  }[];
};

export type SlackMessagePicture = {
  ts: string;
  /** The channel; `dm:<user id>` for a direct message. */
  channelId: string;
  visibleTo?: string;
  isEdited: boolean;
  /** The id of the person who wrote it; undefined: the bot. */
  author?: string;
  /** The message below which it hangs. */
  threadTs?: string;
  /** text, blocks, attachments, files. A file's `url_private` is a path on the page's own server. */
  message: Wire;
};

export type TavusPicture = {
  personas: {
    id: string;
    name: string;
    systemPrompt: string;
    replicaId?: string;
    isStock: boolean;
    createdAt: string;
    /** The bot's persona that is linked to it. */
    linkedTo?: string;
  }[];
  replicas: { id: string; name: string; isStock: boolean }[];
  /** Those that are open, the newest first, then the last that ended. */
  rooms: RoomPicture[];
  /** The newest first. */
  videos: VideoPicture[];
  /** Pages on which people outside talk to a persona, the newest first. */
  outside: OutsidePicture[];
  /** Which fault switch is on; at most one. */
  fault?: FaultSwitch;
};

/** A conversation. Times are milliseconds since 1970. */
export type RoomPicture = {
  id: string;
  /** Of the persona that one talks with there. */
  persona: string;
  /** The path of a picture of its face. */
  face: string;
  /** The address that a person follows to come in, with its token. */
  link: string;
  /** Conducted by text, so that nobody can come in. */
  isText: boolean;
  people: string[];
  said: { who: "person" | "avatar"; text: string }[];
  createdAt: number;
  /** When it ends by itself, as things stand. */
  endsAt: number;
  end?: { at: number; reason: string };
};

export type OutsidePicture = {
  id: string;
  name: string;
  isOpen: boolean;
  /** People get in who have its password. */
  hasPassword: boolean;
  calls: number;
};

export type VideoPicture = {
  id: string;
  name: string;
  face: string;
  /** Where it can be watched once it is ready. */
  link: string;
  status: "queued" | "generating" | "ready" | "error" | "deleted";
  /** Of a hundred. */
  progress: number;
  /** Why it failed. */
  details: string;
  /** What is said in it, or the address of the sound. */
  words: string;
};

export type StepEnd = "person" | "Discord" | "Slack" | "balancer" | "bot" | "Tavus" | "database";

/** One step on the wire. */
export type Step = {
  /** Milliseconds since the act began. */
  atMs: number;
  from: StepEnd;
  to: StepEnd;
  /** Which process the bot was here, where there are several. */
  process?: string;
  /** A few words: "the command arrives", "a form opens". */
  title: string;
  payload?: unknown;
};
