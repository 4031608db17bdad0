import {
  type CommandLine,
  type OptionTable,
  type Read,
  readArguments,
} from "../command-line/read-arguments.ts";

/** How a process ends that is no bot, and what it says then. */
export type Ending = { exitCode: number; message: string };

type Errand = {
  does: string;
  /** Undefined: it prints by itself, and ends the process then. */
  run(args: readonly string[]): Promise<Ending | undefined>;
};

const asksNothing = { does: "Asks nothing." };

/** What is done beside the bot, by the option that comes first. Each is loaded for itself alone. */
const named = {
  check: errand(
    {
      call: "node src/main.ts --check",
      does: "Checks settings, forms and migrations, and connects nowhere.",
    },
    async () => (await import("./check.ts")).check(),
  ),
  doctor: errand(
    { call: "npm run doctor", does: "Checks every setting and whatever it leads to, and changes nothing." },
    async () => (await import("../doctor/doctor.ts")).runDoctor(),
  ),
  "slack-manifest": errand(
    { call: "npm run -s slack:manifest", does: "Prints the manifest of the Slack app." },
    async () => (await import("./slack-manifest.ts")).slackManifest(),
  ),
  migrate: errand(
    { call: "npm run migrate", does: "Brings the tables up to date, as a start does." },
    async () => (await import("../upkeep/migrate.ts")).migrate(),
  ),
  backup: errand(
    {
      call: "npm run backup",
      does: "Copies the SQLite database, also while the bot runs.",
      words: [{ called: "<file>", does: "Where to. Default: backups/<name>-<time>.db beside the database." }],
    },
    async ({ words: [target] }) => (await import("../backup/back-up.ts")).backUp(target),
  ),
  restore: errand(
    {
      call: "npm run restore",
      does: "Puts a backup in the SQLite database's place, with the bot stopped. What was there is kept.",
      // On PostgreSQL none is needed: the commands that do it are printed.
      words: [{ called: "<file>", does: "The backup." }],
      options: { yes: asksNothing },
    },
    async ({ words: [backup], given }) =>
      (await import("../backup/restore.ts")).restore({ backup, isSure: given.yes }),
  ),
  move: errand(
    {
      call: "npm run move",
      does: "Copies everything from the database that DATABASE_URL names into another one, with the bot stopped.",
      words: [
        {
          called: "<address>",
          does: "Where to: postgres://<user>@<host>/<database>, or file:<path>.",
          isNeeded: true,
        },
      ],
    },
    async ({ words: [address = ""] }) => (await import("../upkeep/move.ts")).move(address),
  ),
  "rotate-keys": errand(
    {
      call: "npm run keys:rotate",
      does: "Seals everything with the first of ENCRYPTION_KEYS, also while the bot runs.",
      options: { yes: { does: "Also with a key that the bot has not been started with: it is stopped." } },
    },
    async ({ given }) => (await import("../upkeep/rotate-keys.ts")).rotateKeys({ isSure: given.yes }),
  ),
  "verify-tavus": errand(
    {
      call: "npm run verify:tavus",
      does: "Shows with a persona that it makes and takes away whether Tavus behaves as the bot assumes.",
      options: {
        yes: asksNothing,
        record: { value: "<folder>", does: "Keeps every exchange there as a file, without keys." },
      },
    },
    async ({ given }) =>
      (await import("../verify/verify.ts")).runVerify({ isSure: given.yes, recordTo: given.record }),
  ),
};

export const errands: ReadonlyMap<string, Errand> = new Map(
  Object.entries(named).map(([name, errand]) => [`--${name}`, errand]),
);

/** The bot itself, which takes nothing: what is mistyped must not start a second one. */
export const botLine: CommandLine = {
  call: "npm start",
  does: "Runs the bot. With one of these, which comes first, it does that instead; each has a --help of its own.",
  options: Object.fromEntries(Object.entries(named).map(([name, { does }]) => [name, { does }])),
};

function errand<const Options extends OptionTable>(
  line: CommandLine<Options>,
  run: (read: Read<Options>) => Promise<Ending | undefined>,
): Errand {
  return {
    does: line.does,
    async run(args) {
      const reading = readArguments(line, args);
      return reading.isRead ? run(reading) : reading;
    },
  };
}
