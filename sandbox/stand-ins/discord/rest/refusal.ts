/** One mistake in a body, where it is. `path` as in `["components", 0, "label"]`. */
export interface FieldProblem {
  path: (string | number)[];
  code: string;
  message: string;
}

/**
 * Discord's error answers: status, code, message, and whether the bot is to blame for getting it.
 * A channel that people deleted or closed to the bot is nobody's mistake.
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
const refusals = {
  unauthorized: [401, 0, "401: Unauthorized", true],
  unknownRoute: [404, 0, "404: Not Found", true],
  unknownChannel: [404, 10003, "Unknown Channel", false],
  unknownGuild: [404, 10004, "Unknown Guild", false],
  unknownMember: [404, 10007, "Unknown Member", false],
  unknownMessage: [404, 10008, "Unknown Message", false],
  unknownUser: [404, 10013, "Unknown User", false],
  unknownWebhook: [404, 10015, "Unknown Webhook", true],
  unknownInteraction: [404, 10062, "Unknown interaction", true],
  unknownCommand: [404, 10063, "Unknown application command", true],
  tooLarge: [413, 40005, "Request entity too large", true],
  alreadyAnswered: [400, 40060, "Interaction has already been acknowledged.", true],
  /** The bot waited in vain to hear whether it was taken, and sent the very same once more. */
  repeatedAnswer: [400, 40060, "Interaction has already been acknowledged.", false],
  missingAccess: [403, 50001, "Missing Access", false],
  notYourMessage: [403, 50005, "Cannot edit a message authored by another user", true],
  emptyMessage: [400, 50006, "Cannot send an empty message", true],
  cannotMessageUser: [403, 50007, "Cannot send messages to this user", false],
  notATextChannel: [400, 50008, "Cannot send messages in a non-text channel", false],
  missingPermissions: [403, 50013, "Missing Permissions", false],
  expiredWebhookToken: [401, 50027, "Invalid Webhook Token", false],
  wrongChannelType: [400, 50024, "Cannot execute action on this channel type", false],
  invalidFormBody: [400, 50035, "Invalid Form Body", true],
  threadThere: [400, 160004, "A thread has already been created for this message", false],
  /** https://github.com/discord/discord-api-docs/issues/6561 */
  halfPair: [500, 0, "500: Internal Server Error", true],
  invalidJson: [400, 50109, "The request body contains invalid JSON.", true],
} as const;

export type RefusalName = keyof typeof refusals;

/** Thrown by a route; the server turns it into Discord's answer. */
export class DiscordRefusal extends Error {
  override readonly name = "DiscordRefusal";
  readonly status: number;
  readonly code: number;
  readonly isBotsFault: boolean;
  readonly fields: FieldProblem[];

  constructor(name: RefusalName, fields: FieldProblem[] = []) {
    const [status, code, message, isBotsFault] = refusals[name];
    super(message);
    this.status = status;
    this.code = code;
    this.isBotsFault = isBotsFault;
    this.fields = fields;
  }

  /** What Discord puts into the answer. */
  get body(): Record<string, unknown> {
    const errors = this.fields.length > 0 ? { errors: nestFields(this.fields) } : {};
    return { message: this.message, code: this.code, ...errors };
  }

  /** One line for people: the message and every field. */
  get summary(): string {
    const fields = this.fields.map((field) => `${field.path.join(".")}: ${field.message}`);
    return [this.message, ...fields].join("; ");
  }
}

/** Throws 50035 with the field paths unless there is nothing to complain about. */
export function refuseIfAny(fields: FieldProblem[]): void {
  if (fields.length > 0) throw new DiscordRefusal("invalidFormBody", fields);
}

function nestFields(fields: FieldProblem[]): ErrorTree {
  const root: ErrorTree = {};
  for (const { path, code, message } of fields) {
    const leaf = path.reduce<ErrorTree>((node, key) => childOf(node, String(key)), root);
    leaf._errors = [...(leaf._errors ?? []), { code, message }];
  }
  return root;
}

interface ErrorTree {
  _errors?: { code: string; message: string }[];
  [key: string]: ErrorTree | { code: string; message: string }[] | undefined;
}

function childOf(node: ErrorTree, key: string): ErrorTree {
  const existing = node[key];
  if (existing !== undefined && !Array.isArray(existing)) return existing;
  const child: ErrorTree = {};
  node[key] = child;
  return child;
}
