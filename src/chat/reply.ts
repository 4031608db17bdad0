import type { Choice } from "./form/field.ts";
import type { Mention } from "./mention.ts";

/** A button under a reply. Its state comes back when it is pressed; `button-code.ts` packs both into one id. */
export type Button = {
  label: string;
  action: string;
  state: string;
  style?: "primary" | "secondary" | "danger";
};

/**
 * One labelled value; `code` sets it in a fixed-width font, for ids that people copy. `mentions` stand behind it; the
 * value may then be "". A `secret` one is said in this answer alone, and lies nowhere: who does not get that does not get it.
 */
export type Fact = {
  label: string;
  value: string;
  code?: boolean;
  mentions?: readonly Mention[];
  secret?: true;
};

/** A page elsewhere. `url` is http(s), as whoever it comes from wrote it; another one is not shown. `secret`: as of a fact. */
export type ReplyLink = { label: string; url: string; secret?: true };

/**
 * One line of a list; `codes` are ids behind it, in a fixed-width font, and `mentions` behind those; `link` ends it. `lead` says
 * who the mentions are, as in "made by"; it may stand alone.
 */
export type Item = {
  text: string;
  codes?: string[];
  lead?: string;
  mentions?: readonly Mention[];
  link?: ReplyLink;
};

/** One choice of up to 25. Choosing is pressing a button of this action whose state is the value. */
export type Menu = { label: string; action: string; choices: readonly Choice[] };

/**
 * A text too long for a message: attached on Discord. On Slack a button opens it: `open` names the action that finds the
 * text again and returns it as a `text` result. Without `open`, or longer than Slack shows, it goes to the person's
 * direct messages as a file. `isTyped`: by the person who reads it, so that where no file can be had it stands in the message.
 */
export type ReplyFile = {
  name: string;
  /** As UTF-8 where it may have megabytes. */
  text: string | Buffer<ArrayBuffer>;
  open?: { action: string; state: string };
  isTyped?: true;
};

/**
 * What a command answers, free of any platform. Every text is plain: the platforms escape it, so user text can
 * neither mention anyone nor break the layout. Whom `mentions` name Slack may notify. A time in any of them is written with
 * `timeMark`, so that each reader sees their own.
 */
export type Reply = {
  tone: "success" | "warning" | "failure" | "neutral" | "working";
  /** At most 150 characters; also the notification text. */
  title: string;
  /** At most 3,000 characters; line breaks are kept. */
  text?: string;
  /** At most 15. */
  facts?: Fact[];
  /** At most 10, below the facts. */
  items?: Item[];
  menu?: Menu;
  /** Below the first, where there is one, and of another action. */
  secondMenu?: Menu | undefined;
  /** At most 2. */
  files?: ReplyFile[];
  /** Small print below, one line each. */
  notes?: string[];
  /** A still picture that anybody may fetch; `alt` says what it shows. It is shown where the platform can fetch it. */
  image?: { url: string; alt: string };
  /** At most 5, above the buttons. */
  links?: readonly ReplyLink[];
  /** At most 5. */
  buttons?: Button[];
  /** What is said instead where one of the files could not be delivered; the reason stands below it. */
  withoutFiles?: Reply;
  /** Who sees it; private, to the person who acted, when absent. */
  visibility?: "private" | "public";
  /** It stands in the app's own tab, where the platform has one, and not as a message. */
  isHome?: true;
};

/** Whether it says something that is to lie nowhere. */
export function holdsSecret({ facts = [], links = [] }: Reply): boolean {
  return [...facts, ...links].some(({ secret }) => secret);
}
