/** What shows of where the bot is, and what was noted of it. Teams by their tenant ids. */
export type Whereabouts = {
  /** `TAVUS_API_KEY_TENANTS`; undefined: not set. */
  listed: readonly string[] | undefined;
  /** The workspace of `SLACK_BOT_TOKEN`, once Slack has named it. */
  workspace: string | undefined;
  /** The server that the operator's key was noted for, or `severalServers`. */
  notedGuild: string | undefined;
  /** The servers the bot is in; undefined: Discord has not said. */
  guilds: readonly string[] | undefined;
};

/** Whom the operator's Tavus key is for, and why, as a sentence for the operator. */
export type OperatorUse = { teams: readonly string[]; sentence: string };

/** Noted in place of a server: of several nobody can tell whose key it is, so it stays nobody's when all but one go. */
const severalServers = "several";

/** What is noted, or is to be noted by now of which server may use the operator's key where no list says so. */
export function noteOfGuild({ notedGuild, guilds = [] }: Pick<Whereabouts, "notedGuild" | "guilds">) {
  const [only, another] = guilds;
  return notedGuild ?? (another === undefined ? only : severalServers);
}

/** Whom the operator's key is for; whoever has brought one of their own uses that. */
export function operatorUse(whereabouts: Whereabouts): OperatorUse {
  const { listed, workspace } = whereabouts;
  if (listed) return { teams: listed, sentence: listedSentence };
  const note = noteOfGuild(whereabouts);
  const teams = [workspace, note === severalServers ? undefined : note].filter((team) => team !== undefined);
  return { teams, sentence: [unlistedSentence, ...remarks(note, whereabouts)].join(" ") };
}

const listedSentence =
  "TAVUS_API_KEY_TENANTS says which teams use the operator's TAVUS_API_KEY: those of them that brought no key of their own.";

const unlistedSentence =
  "Without TAVUS_API_KEY_TENANTS the operator's TAVUS_API_KEY is for the Slack workspace of SLACK_BOT_TOKEN and for one Discord server: the only one the bot was in when it connected with the key for the first time.";

function remarks(note: string | undefined, { guilds }: Whereabouts): string[] {
  const remedy = "Name the teams that may use it in TAVUS_API_KEY_TENANTS.";
  if (note === severalServers) return [`It was in several, so no server uses it. ${remedy}`];
  const isGone = note !== undefined && guilds !== undefined && !guilds.includes(note);
  return isGone ? [`It is noted for ${note}, where the bot is no more. ${remedy}`] : [];
}
