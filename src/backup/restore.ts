import { ask as askAtTerminal } from "../command-line/ask.ts";
import { fileBehind } from "../database/sqlite/file-behind.ts";
import { inMemory } from "../database/sqlite/sqlite-files.ts";
import { OutsideError } from "../errors.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { asideOf, readLocation } from "./place.ts";
import { postgresCommands } from "./postgres-commands.ts";

const mostNamed = 20;

/** Asks whoever sits at the terminal; undefined: they gave no answer. */
export type Ask = (question: string) => Promise<string | undefined>;

export type RestoreOptions = {
  ask?: Ask | undefined;
  now?: Date;
  /** Default: this process's. */
  environment?: Record<string, string | undefined>;
};

const noFile = `DATABASE_URL names no file but memory (${inMemory}), which is empty at each start. Nothing was changed. Name there the file that the bot is to use, then restore again.`;

/** `npm run restore -- file [--yes]`. Asks before anything is replaced, and keeps what was. */
export async function restore(
  { backup, isSure = false }: { backup: string | undefined; isSure?: boolean },
  { ask = terminal(), now = new Date(), environment }: RestoreOptions = {},
): Promise<Outcome> {
  const reading = readLocation(environment);
  if (!reading.ok) return { exitCode: 1, message: reading.message };
  if (reading.kind === "postgres") return { exitCode: 1, message: await postgresCommands(reading) };
  if (backup === undefined) return { exitCode: 1, message: "Say from which file: npm run restore -- <file>" };
  if (reading.file === inMemory) return { exitCode: 1, message: noFile };
  return outcomeOf({ place: reading.file }, async () => {
    const path = fileBehind(reading.file);
    // Only who needs SQLite loads it.
    const { prepareRestore } = await import("../database/backup/restore-sqlite.ts");
    const aside = asideOf(path, now);
    const { commit, cancel, isReplacing, comingBack } = prepareRestore({ path, backup, aside });
    try {
      if (isReplacing && !isSure) await agree(ask, { path, backup, aside });
      commit();
    } finally {
      cancel();
    }
    const kept = isReplacing ? ` What was there is kept as ${aside}: delete it when you are sure.` : "";
    return `Restored ${path} from ${backup}.${kept} Start the bot, and run /persona-sync in each team: Tavus may hold personas that are newer.${sayWhoComesBack(comingBack)}`;
  });
}

/** What was deleted on a team's wish is not to come back without a word. */
function sayWhoComesBack(teams: readonly string[]): string {
  if (teams.length === 0) return "";
  const others = teams.length > mostNamed ? ` and ${teams.length - mostNamed} more` : "";
  return ` With it are back, who were not here any more: ${teams.slice(0, mostNamed).join(", ")}${others}. Where one of them had everything deleted (/persona-forget), do that again.`;
}

async function agree(
  ask: Ask | undefined,
  { path, backup, aside }: { path: string; backup: string; aside: string },
): Promise<void> {
  const question = `Replace ${path} with ${backup}? What is there now is kept as ${aside}. Type yes: `;
  const answer = await ask?.(question);
  if (answer?.trim().toLowerCase() === "yes") return;
  const why = ask ? "Nothing was changed." : "Nothing was changed: nobody is there to be asked.";
  throw new OutsideError(`${why} To replace ${path} without being asked: npm run restore -- ${backup} --yes`);
}

function terminal(): Ask | undefined {
  return process.stdin.isTTY ? askAtTerminal : undefined;
}
