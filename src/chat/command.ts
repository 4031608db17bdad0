import type { ChannelMessage } from "./channels.ts";
import type { Choice, FieldErrors, Fields, FormValues, ValuesOf } from "./form/field.ts";
import { breachesOfOptions, type Form, type FormChoices } from "./form/form.ts";
import { limits } from "./limits.ts";
import type { Access, Member } from "./member.ts";
import type { Button, Reply } from "./reply.ts";

/** What every handler of a command receives besides its values; `services` is what main hands to the commands. */
export type Context<Services> = {
  services: Services;
  member: Member;
  channelId: string;
  /** The delivery's id: reserve effects outside the process under it. */
  interactionId: string;
  /** The message whose button was pressed, where everybody in its channel sees it. */
  message?: ChannelMessage;
  /** Shows how far a long piece of work is, at most once a second; what comes faster is skipped. */
  progress(reply: Reply): Promise<void>;
};

export type FormContext<Services> = Context<Services> & {
  formId: string;
  /** Closes the form: to be called as soon as the values are committed, and not before. */
  saved(): Promise<void>;
  /**
   * For a form whose values are right and are still not taken: keeps them as a draft for the form `formId`, and returns the button
   * that opens that form, filled in. `values` are kept in place of what was typed; `notice` stands above the fields. To be called
   * before `saved`.
   */
  keepTyped(form: { command: string; formId: string; values?: FormValues; notice?: string }): Promise<Button>;
};

export type Outcome = Reply & {
  /** Called once the person has the reply. */
  delivered?: (() => Promise<void>) | undefined;
  /** Called instead when the platform takes no answer to that interaction any more. */
  undelivered?: (() => Promise<void>) | undefined;
  /** Resolves with a reply that shall replace this one, when more is known; undefined: nothing more will come. */
  later?: Promise<LaterReply | undefined> | undefined;
};

export type LaterReply = Reply & {
  delivered(): Promise<void>;
  /** Called instead when the platform takes no more answers to that interaction. */
  undelivered(): Promise<void>;
};

/** What pressing a button does. Any command may show the buttons of another. */
export type ButtonAction<Services> = {
  access: Access;
  /** `run` ends in a form or a text, and waits for nothing but local reads: both open as the first answer or not at all. */
  opensForm?: boolean;
  /** It changes something although everybody may press it: pressing it again might do it twice, and rights are asked anew. */
  changesThings?: boolean;
  run(state: string, context: Context<Services>): Promise<ButtonResult>;
};

/** Opens that command's form with these values. */
export type FormResult = {
  kind: "form";
  command: string;
  formId: string;
  values: FormValues;
  notice?: string;
};

export type ButtonResult =
  | { kind: "reply"; reply: Outcome }
  | FormResult
  /**
   * `post` is one message for everybody in the channel. Then `afterwards` takes the place of the pressed message, or `otherwise`, if
   * the platform did not say that it posted. If one person presses one button several times within a moment, only one press posts.
   * `once`: of all presses with this `key` within `forMs`, whoever presses, only one posts.
   */
  | {
      kind: "share";
      post: Reply;
      afterwards: Reply;
      otherwise: Reply;
      once?: { key: string; forMs: number };
    }
  /** A long text, shown to this person beside the message. Where the platform shows it as a file, that is called `name`. */
  | { kind: "text"; title: string; name: string; text: string };

type Common<Services> = {
  name: string;
  summary: string;
  access: Access;
  /** False for a form that only a button opens: it is not among the slash commands. */
  isListed?: boolean;
  /** What the app's own tab shows, where the platform has one; its answer is `isHome`. It has no options. */
  isHome?: true;
  /** What is typed behind it on Slack, where that is not simply its choices and its first text. */
  usage?: string;
  /**
   * The queue tells the person how it ended, even if this process dies meanwhile, and until it does the form is kept; so dispatch need
   * not promise an answer.
   */
  isToldByQueue?: boolean;
  buttons?: Record<string, ButtonAction<Services>>;
};

/** Where the text of a message goes, by keys of the form's fields: into `field`, or, if it is too long, as a file into `file`. */
export type FromMessage = { label: string; field: string; file: string };

/** What is filled into a form; `notice` is said above its fields. */
export type Filling = { values: FormValues; notice?: string };

export type FormCommand<Services, F extends Fields = Fields> = Common<Services> & {
  form: Form<F>;
  /** Its form can begin from any message, from the menu that platforms have there; `label` is what it is called in that menu. */
  fromMessage?: FromMessage & { field: keyof F & string; file: keyof F & string };
  /** What the command's search fields suggest; at most 25 are shown. Must answer within a second, so from memory. */
  suggest?(field: string, typed: string, context: Context<Services>): Promise<Choice[]>;
  /** What its `pick` fields offer, and what may stand in its `search` fields. Asked whenever the form opens, so from memory or the database. */
  choices?(context: Context<Services>): Promise<FormChoices>;
  /** Placeholders that depend on what is stored, in place of the fields' own. Asked for as `choices` is. */
  placeholders?(context: Context<Services>): Promise<{ [field: string]: string }>;
  /**
   * What follows from the field named in `fillsOn`: asked with what stands in the form, it returns what shall stand there
   * instead. `isOpening`: everything that stands there was typed. Local reads only; throws UserError where the field's value
   * means nothing.
   */
  fill?(values: FormValues, context: Context<Services>, isOpening: boolean): Promise<Filling>;
  /** Mistakes that concern the fields' meaning; lengths and required fields are checked before. */
  check?(values: ValuesOf<F>): FieldErrors;
  run(values: ValuesOf<F>, context: FormContext<Services>): Promise<Outcome>;
};

/** A command that needs no form. Its options are all early: typed on Discord, words behind the command on Slack. */
export type PlainCommand<Services, F extends Fields = Fields> = Common<Services> & {
  form?: undefined;
  options: F;
  /**
   * `run` may end in a form, and waits for nothing but local reads: a form opens as the first answer or not at all. Of an
   * uploaded file it sees the name alone; the form holds the text once it stands.
   */
  opensForm?: boolean;
  /** What the command's search options suggest, as a form's fields do. */
  suggest?(field: string, typed: string, context: Context<Services>): Promise<Choice[]>;
  run(values: ValuesOf<F>, context: Context<Services>): Promise<Outcome | FormResult>;
};

export type Command<Services> = FormCommand<Services> | PlainCommand<Services>;

/** What a platform must know of a command: to list it, unless `isListed` is false, and to read its form. */
export type CommandListing = Omit<Common<never>, "isToldByQueue" | "buttons"> & {
  fromMessage?: FromMessage;
  form?: Form | undefined;
  /** The options of a command without a form. */
  options?: Fields | undefined;
};

/** Checks name and summary against both platforms' limits and returns the command, its field types forgotten. */
export function defineCommand<Services, F extends Fields>(
  command: FormCommand<Services, F>,
): Command<Services> {
  checkListing(command);
  const { fromMessage } = command;
  if (fromMessage && fromMessage.label.length > limits.messageCommand) {
    throw new Error(`"${fromMessage.label}" is over ${limits.messageCommand} characters`);
  }
  return command;
}

/** The same for a command without a form; its options are checked as the fields of a form are. */
export function definePlainCommand<Services, F extends Fields>(
  command: PlainCommand<Services, F>,
): Command<Services> {
  checkListing(command);
  const breaches = breachesOfOptions(command.options);
  if (breaches.length > 0) throw new Error(`Options of ${command.name}: ${breaches.join("; ")}`);
  return command;
}

function checkListing({ name, summary }: { name: string; summary: string }): void {
  if (!/^[a-z][a-z-]*$/.test(name) || name.length > limits.commandName) {
    throw new Error(`Command name "${name}" must be at most ${limits.commandName} lower case letters and -`);
  }
  if (summary.length > limits.hint) throw new Error(`Summary of ${name} is over ${limits.hint} characters`);
}
