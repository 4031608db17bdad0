import { renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Account } from "../stand-ins/tavus/account.ts";

const storedPersonas = z.array(
  z.object({
    id: z.string(),
    type: z.literal("user"),
    createdAt: z.string(),
    updatedAt: z.string().exactOptional(),
    hasDraft: z.boolean(),
    document: z.record(z.string(), z.unknown()),
  }),
);

/**
 * Fills the account with the personas of the last start, if `file` holds some, and writes them there after every
 * change. Throws where the file is not one of ours.
 */
export async function keepTavusAccount(account: Account, file: string): Promise<void> {
  for (const { document, ...persona } of await readPersonas(file)) account.storePersona(document, persona);
  account.onChange(() => writePersonas(file, account));
}

async function readPersonas(file: string): Promise<z.infer<typeof storedPersonas>> {
  try {
    return storedPersonas.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new Error(`${file} cannot be read. Begin anew: npm run sandbox -- --fresh`, { cause: error });
  }
}

/** Written at once and swapped in whole, so that the sandbox may end at any moment. */
function writePersonas(file: string, { personas }: Account): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, JSON.stringify(personas, null, 2));
  renameSync(fresh, file);
}
