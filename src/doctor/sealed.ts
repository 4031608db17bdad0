import type { UsableReading } from "../config.ts";
import { createTally, lockedIn, type SealedGroup, type SealedText } from "../database/sealed/tally.ts";
import { createSecrets } from "../database/team/secrets.ts";
import { bad, type Finding, good, note, skipped } from "../finding.ts";
import { refusedVariable } from "./environment.ts";

const name = "Stored keys";
const mostNamed = 10;

/** What is sealed in the database, teams' Tavus keys above all, and with which key: by its fingerprint. */
export function examineSealed(reading: UsableReading, texts: readonly SealedText[]): Finding {
  if (texts.length === 0) return good(name, "No team has stored one.");
  const refused = refusedVariable(reading, ["ENCRYPTION_KEYS", "ENCRYPTION_KEY"]);
  if (refused) return skipped(name, refused);
  const { encryptionKeys } = reading.config;
  const secrets = encryptionKeys && createSecrets(encryptionKeys);
  const tally = createTally(secrets);
  for (const text of texts) tally.add(text);
  const groups = tally.groups();
  const counts = `${groups.map(countOf).join(", ")}.`;
  const locked = lockedIn(groups, secrets);
  if (locked) {
    const why = secrets ? "with these ENCRYPTION_KEYS" : "without ENCRYPTION_KEYS";
    const sentence = `${locked.count} of ${texts.length} cannot be read ${why} (${some(locked.teams)}): ${counts}`;
    return bad(name, sentence, locked.remedy);
  }
  const sentence = `All ${texts.length} can be read: ${counts}`;
  const others = groups
    .flatMap(({ fingerprint }) => fingerprint ?? [])
    .filter(isNotFirst(secrets?.fingerprints));
  if (others.length === 0) return good(name, sentence);
  const remedy = `npm run keys:rotate seals everything with the first key; then ${some(others)} can be removed.`;
  return note(name, sentence, remedy);
}

function countOf({ fingerprint, count }: SealedGroup): string {
  return `${count} sealed with ${fingerprint ?? "a key that was not noted"}`;
}

function isNotFirst([first]: readonly string[] = []) {
  return (fingerprint: string) => fingerprint !== first;
}

function some(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
