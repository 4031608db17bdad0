import type { ChannelMessage } from "./channels.ts";
import type { Choice, FieldErrors, FileReference, FormValues } from "./form/field.ts";
import type { OpenForm } from "./form/form.ts";
import type { Member } from "./member.ts";
import type { Reply } from "./reply.ts";

type Common = {
  /** The platform's own id of this delivery: the same when it is delivered twice. */
  id: string;
  member: Member;
  channelId: string;
};

export type CommandInteraction = Common & {
  kind: "command";
  command: string;
  /** Early fields (Discord options). Empty on Slack. */
  values: FormValues;
  /** What was typed behind the command (Slack). */
  text: string;
  /** The message in whose menu it was chosen; absent where it was typed. */
  given?: GivenMessage;
};
/** What a message holds: its text as people read it, and the files beneath. */
export type GivenMessage = { text: string; files: FileReference[] };
export type FormInteraction = Common & {
  kind: "form";
  command: string;
  formId: string;
  values: FormValues;
};
/** `code` is what `encodeButton` made, or whatever an older version or a forger put there. */
export type ButtonInteraction = Common & {
  kind: "button";
  code: string;
  /** Where the pressed message stands; absent for one that only this person sees, and where the platform does not say. */
  message?: ChannelMessage;
};
export type SuggestInteraction = Common & { kind: "suggest"; command: string; field: string; typed: string };
/** A field named in `fillsOn` changed inside an open form (Slack). `values` is all that stands in the form now. */
export type FillInteraction = Common & { kind: "fill"; command: string; formId: string; values: FormValues };

export type Interaction =
  | CommandInteraction
  | FormInteraction
  | ButtonInteraction
  | SuggestInteraction
  | FillInteraction;

/**
 * How one interaction is answered. `discord/` and `slack/` make one for each interaction; only dispatch uses it.
 * A method resolves when the platform has taken the answer. When the platform says that the interaction is
 * gone or answered already, it resolves too, and nothing more is sent on it.
 */
export type Answering = {
  /** Milliseconds between the person's act and now, as far as the platform tells; 0 when it does not. */
  ageMs(): number;
  /**
   * The platform is told that this arrived, a form when it is stored, by an acknowledgement that shows nothing: from then on the person
   * waits for a word of ours, and reads of no failure. Absent: what acknowledges it can be seen, or is the answer.
   */
  isTakenSilently?: boolean;
  /** Another process has this interaction, too, and answers it. A form that was sent and is still open stays open, as it is. */
  leave?(): Promise<void>;
  /** Another process had it and may have said something: from now on that is changed, instead of something being said anew. */
  takeOver?(): void;
  /**
   * Where the answer stands or will stand, for another process that has to answer if this one dies: what that says there replaces
   * what this one has said. An opaque text and a secret, to be given to `SendDirect`. Undefined: nothing there could be replaced.
   */
  standsAt?(): string | undefined;
  /**
   * Says that a form is about to open, where it must be opened within seconds (Slack); `openForm` then fills it, and
   * `answer` takes it back.
   */
  holdForm(): Promise<void>;
  /** Opens a form. Only as the first answer to a command or button. */
  openForm(form: OpenForm): Promise<void>;
  /** Changes the open form to these values (answer to a fill). */
  updateForm(form: OpenForm): Promise<void>;
  /** The form's values are stored: Slack closes it; Discord needs no word before the answer. */
  acceptForm(): Promise<void>;
  /**
   * Says that work goes on while nothing of the form is stored yet, in a way that leaves the typed text with the person even if this
   * process dies: Slack leaves the form open, with `notice` on top; Discord, which has closed it, shows `reply`. `acceptForm`,
   * a refusal or the answer takes its place.
   */
  keepForm(kept: KeptForm): Promise<void>;
  /**
   * The form's values cannot be taken: Slack marks the fields; Discord answers privately with `reply`, which says the same
   * and can open the form again. False: the person has not seen it.
   */
  refuseForm(errors: FieldErrors, reply: Reply): Promise<boolean>;
  /** Says that work goes on; `answer` then replaces it. */
  defer(working: Reply): Promise<void>;
  /**
   * The answer: the first word, or in place of the deferral. A press on a private message replaces that message.
   * False: the interaction is over, so the person has not seen it.
   */
  answer(reply: Reply): Promise<boolean>;
  /**
   * Says why a press came to nothing, and leaves the pressed message as it is: it has the button to press again, and the text to
   * read. If an announcement has replaced that message already, `inPlace` replaces the announcement. False as above.
   */
  answerBeside(reply: Reply, inPlace: Reply): Promise<boolean>;
  /**
   * Shows how far the work is, after a deferral; `answer` still follows. On Slack it goes to the person's direct messages. Does
   * nothing when it can no longer be shown.
   */
  progress(reply: Reply): Promise<void>;
  /** One more message beside the answer, such as one shared with the channel. False: it was not posted. */
  post(reply: Reply): Promise<boolean>;
  /** Replaces the answer later, while the platform still allows it; false: it no longer does, tell the person elsewhere. */
  amend(reply: Reply): Promise<boolean>;
  /**
   * Shows a long text beside the message that was pressed, to this person alone: Slack opens a modal, Discord attaches
   * a file called `name`. Only as the answer to a button.
   */
  showText(title: string, name: string, text: string): Promise<void>;
  suggest(choices: Choice[]): Promise<void>;
  /** Fetches an uploaded file, at most `maxBytes`; rejects with UserError when it is larger, gone or not text (UTF-8). */
  fetchText(file: FileReference, maxBytes: number): Promise<string>;
};

/** `values`: what was sent, without secrets. `reply` has the same in a file. */
export type KeptForm = { notice: string; values: FormValues; reply: Reply };

export type Dispatch = (interaction: Interaction, answering: Answering) => Promise<void>;

/**
 * A direct message to one person; false: it is refused for good. Rejects with OutsideError where trying again may help.
 * `onRefused` is told what can be done, if the reason for the refusal lies with the bot or the team and not with this person.
 */
export type SendDirect = (
  userId: string,
  reply: Reply,
  onRefused?: ((remedy: string) => void) | undefined,
  way?: DirectWay,
) => Promise<boolean>;

/**
 * `nonce`, at most 25 characters: on a platform that knows nonces, two calls with the same one within some minutes make one message;
 * absent: each call makes its own. `standsAt`: an earlier answer that this message replaces, as long as the platform allows it.
 */
export type DirectWay = {
  nonce?: string | undefined;
  standsAt?: string | undefined;
  /** What replaces that earlier answer, if it is to be another text than the message. */
  inPlace?: Reply | undefined;
  /** Asked before a new message is sent because the earlier answer can no longer be replaced. False: none is sent. */
  mayBeAnew?: (() => Promise<boolean>) | undefined;
  /**
   * Whether it is still this process's to say: asked before anything is shown, and again before a new message. False: another process
   * says it, and the sending rejects with OutsideError.
   */
  isOurs?: (() => Promise<boolean>) | undefined;
};
