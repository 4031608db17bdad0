import { type Outcome, outcomeOf } from "../backup/outcome.ts";
import { isAbsent, readLocation } from "../backup/place.ts";
import { readUsableConfig, refusalAmong } from "../config.ts";
import { connectDatabase, type Database, whereaboutsOf } from "../database/opening/connect.ts";
import { createKnownKeys } from "../database/sealed/known-keys.ts";
import { countSealed, sealAnew } from "../database/sealed/seal-anew.ts";
import { lockedIn } from "../database/sealed/tally.ts";
import { createSecrets, type Secrets } from "../database/team/secrets.ts";
import { OutsideError } from "../errors.ts";
import { refuseUnlessCurrent } from "./current-tables.ts";

/** `npm run keys:rotate [-- --yes]`: seals everything with the first key, also while the bot runs. Can be repeated. */
export async function rotateKeys(
  { isSure = false }: { isSure?: boolean } = {},
  environment?: Record<string, string | undefined>,
): Promise<Outcome> {
  const reading = readUsableConfig(environment);
  const { config } = reading;
  const location = readLocation(environment);
  if (!location.ok) return { exitCode: 1, message: location.message };
  const refusal = refusalAmong(reading, /^ENCRYPTION_KEYS?$/);
  if (refusal !== undefined) return { exitCode: 1, message: refusal };
  if (!config.encryptionKeys) {
    return {
      exitCode: 1,
      message: "Neither ENCRYPTION_KEYS nor ENCRYPTION_KEY is set: there is no key to seal with.",
    };
  }
  if (isAbsent(location)) return { exitCode: 1, message: `There is no database at ${location.file}.` };
  const secrets = createSecrets(config.encryptionKeys);
  return outcomeOf(whereaboutsOf(location), async () => {
    const database = await connectDatabase(location);
    return rotate(database, secrets, isSure).finally(() => database.close());
  });
}

async function rotate(database: Database, secrets: Secrets, isSure: boolean): Promise<string> {
  await refuseUnlessCurrent(database);
  const [first = ""] = secrets.fingerprints;
  const known = await createKnownKeys(database).find();
  if (known && !known.includes(first) && !isSure) {
    throw new OutsideError(
      `The bot has not been started with the key ${first} yet, and could not open what is sealed with it. Nothing was changed. Restart it with these ENCRYPTION_KEYS, then run this again (-- --yes: the bot is stopped).`,
    );
  }
  const sealed = await sealAnew(database, secrets);
  const groups = await countSealed(database, secrets);
  const locked = lockedIn(groups, secrets);
  const done = `${sealed} sealed again with the key ${first}.`;
  if (locked) {
    throw new OutsideError(
      `${done} ${locked.count} stay as they are, for none of these keys opens them (${locked.teams.join(", ")}). ${locked.remedy}`,
    );
  }
  const late = groups.filter(({ fingerprint }) => fingerprint !== first);
  if (late.length > 0) {
    throw new OutsideError(
      `${done} Meanwhile a bot that does not seal with it has stored more: restart it with these ENCRYPTION_KEYS, then run this again.`,
    );
  }
  return `${done} Nothing is sealed with another: ${whatIsLeft(secrets)}`;
}

function whatIsLeft({ fingerprints: [, ...others] }: Secrets): string {
  if (others.length === 0) return "it is the only one that is set.";
  return `${others.join(", ")} can be removed from ENCRYPTION_KEYS (and ENCRYPTION_KEY). Keep them as long as backups that need them.`;
}
