import { access, constants } from "node:fs/promises";
import pg from "pg";
import { DatabaseStartError, type Whereabouts } from "../opening/database-errors.ts";

const probeTimeoutMs = 5_000;

/**
 * The address as pg has to read it for `sslmode` to mean what PostgreSQL's documents say
 * (https://www.postgresql.org/docs/current/libpq-ssl.html), which pg 8 takes for verify-full unless it is told otherwise. Without
 * `sslrootcert` the authorities that Node knows are believed, and verify-ca is read as verify-full: any of their customers would
 * pass otherwise. `prefer` and `allow` ask the server once whether it offers TLS. Throws a `DatabaseStartError` for a file that cannot be read.
 */
export async function settleAddress(address: string, at: Whereabouts): Promise<string> {
  const url = new URL(address);
  const { searchParams: parameters } = url;
  if (parameters.get("sslrootcert") === "system") parameters.delete("sslrootcert");
  await checkFiles(parameters, at);
  const mode = parameters.get("sslmode");
  const hasAuthority = parameters.has("sslrootcert");
  if (mode === "verify-ca" && !hasAuthority) parameters.set("sslmode", "verify-full");
  // pg's own word, which libpq does not know.
  if (mode === null || mode === "no-verify") return url.href;
  parameters.set("uselibpqcompat", "true");
  if (mode !== "prefer" && mode !== "allow") return url.href;
  // With an authority at hand, what `prefer` checks is what `require` does.
  parameters.set("sslmode", "require");
  if (!(await offersTls(url.href))) parameters.set("sslmode", "disable");
  return url.href;
}

async function checkFiles(parameters: URLSearchParams, at: Whereabouts): Promise<void> {
  for (const name of ["sslrootcert", "sslcert", "sslkey"]) {
    const file = parameters.get(name);
    if (file === null) continue;
    await access(file, constants.R_OK).catch((cause: unknown) => {
      throw new DatabaseStartError("noCertificateFile", at, { cause });
    });
  }
}

/** Whatever else is wrong is found again, and said, when the address is used. */
async function offersTls(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: probeTimeoutMs });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return !(error instanceof Error && /does not support SSL/.test(error.message));
  } finally {
    await client.end().catch(() => undefined);
  }
}
