import type { UsableReading } from "../config.ts";
import { createSecrets } from "../database/team/secrets.ts";
import { bad, badAsTold, type Finding, good, note, skipped } from "../finding.ts";
import { exposedFiles } from "../private-files.ts";

/** One line for each problem, and one for each setting that may surprise. */
export function examineEnvironment(reading: UsableReading): Finding[] {
  const { problems, notes, set } = reading;
  const problemLines = problems.map((problem) => badAsTold(nameIn(problem), `${problem}.`));
  const fine = good("Variables", `${set.length} set, and all understood.`);
  const noteLines = notes.map((sentence) => note(nameIn(sentence), sentence));
  return [
    ...(problems.length === 0 ? [fine] : problemLines),
    ...noteLines,
    examineEncryptionKey(reading),
    ...examineEnvironmentFile(),
  ];
}

/** Where `npm start` reads it from, if it is there. */
const environmentFile = ".env";

function examineEnvironmentFile(): Finding[] {
  return exposedFiles([environmentFile]).map(({ sentence, remedy }) =>
    bad(environmentFile, `${sentence} It holds every secret of the bot.`, `Close it: ${remedy}`),
  );
}

/** Why a service is not looked at, if one of its variables was refused. */
export function refusedVariable({ refused }: UsableReading, names: readonly string[]): string | undefined {
  const name = names.find((candidate) => refused.includes(candidate));
  return name && `Not looked at: ${name} cannot be used, see Environment.`;
}

function examineEncryptionKey(reading: UsableReading): Finding {
  const name = "ENCRYPTION_KEYS";
  const refused = refusedVariable(reading, [name, "ENCRYPTION_KEY"]);
  if (refused) return skipped(name, refused);
  const { encryptionKeys } = reading.config;
  if (encryptionKeys) {
    const [first, ...others] = createSecrets(encryptionKeys).fingerprints;
    const which = [`${first} seals`, ...others.map((other) => `${other} only opens`)].join(", ");
    return good(name, `Set, so teams can store Tavus keys of their own: ${which}.`);
  }
  return note(
    name,
    "Not set: teams cannot store Tavus keys of their own.",
    "Make one with: openssl rand -base64 32. Put it into the environment, and keep a copy in a safe place.",
  );
}

/** The variable that the first of these sentences is about. */
function nameIn(sentences: string): string {
  const [first = ""] = sentences.split(". ");
  return /\b[A-Z]+(_[A-Z]+)+\b|\bPORT\b/.exec(first)?.[0] ?? "Variables";
}
