/**
 * What a form, a reply or a button may hold: the tighter of both platforms' limits, so that one definition fits both.
 * Discord: https://discord.com/developers/docs/components/reference · Slack: https://docs.slack.dev/reference/block-kit
 */
export const limits = {
  /** Slack: view title. Discord allows 45. */
  formTitle: 24,
  /** Discord: components in a modal. Slack allows 100 blocks. */
  formFields: 5,
  /** Discord: options of a command; they carry the early fields. */
  earlyFields: 25,
  /** Discord: label above a field. */
  label: 45,
  /** Discord: description below a label, and description of an option. */
  hint: 100,
  /** Discord: placeholder of a text field. Slack allows 150. */
  placeholder: 100,
  /** Slack: characters in a text field. Discord allows 4,000. */
  text: 3000,
  /** Discord and Slack: options of a checkbox group. */
  choices: 10,
  /** Discord: what a select of roles or people may hold at once. */
  people: 25,
  /** Discord: options of a select, and suggestions. */
  options: 25,
  /** Slack: text and value of an option. Discord allows 100. */
  option: 75,
  /** Discord: `custom_id`. Slack allows 255. */
  id: 100,
  /** Slack: text of a button. Discord allows 80. */
  button: 75,
  /** Discord: buttons in a row. Slack allows 25. */
  buttons: 5,
  /** Ours: rows of them; Discord has five for everything that is pressed. */
  buttonRows: 2,
  /** Discord: command name. */
  commandName: 32,
  /** Slack: name of a shortcut. Discord allows 32. */
  messageCommand: 24,
  /** Discord: embed title. Slack shows it as a header of 150. */
  replyTitle: 150,
  /** Slack: a section's text. Discord's embed description allows 4,096. */
  replyText: 3000,
  /** Discord: value of an embed field. Slack allows 2,000. */
  factValue: 1024,
  /** Discord: the 25 fields of an embed, of which a page's lines may take ten. */
  facts: 15,
  /** Ours: all the notes of a message, one to a line, which Discord's has room for whatever else it says. */
  notes: 1000,
  /** Ours: lines of a page, which fits both platforms with room for their ids. */
  items: 10,
  /** Ours: text and ids of one line. */
  item: 250,
  files: 2,
} as const;

/** How long a platform waits for the first answer: https://docs.slack.dev/interactivity/handling-user-interaction */
export const answerDeadlineMs = 3000;

/** An answer that is not ready by then is announced first and delivered as an edit. */
export const patienceMs = 1500;

/** An interaction this old on arrival is announced at once: a third of its time is gone. */
export const staleOnArrivalMs = 1000;
