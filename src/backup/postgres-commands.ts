import type { DatabaseLocation } from "../database/opening/connect.ts";

/**
 * PostgreSQL's own tools do better than this program could: https://www.postgresql.org/docs/current/backup-dump.html. A restore needs
 * an empty database: `pg_restore --clean` leaves what a newer version has made, and the next start could not make it again.
 */
export async function postgresCommands({
  url,
  directUrl = url,
}: Extract<DatabaseLocation, { kind: "postgres" }>): Promise<string> {
  // Loaded with SQLite's part of a restore, which does the same.
  const { lookAgain } = await import("../database/backup/look-again.ts");
  const address = forTools(directUrl);
  const restored = forTools(directUrl);
  // Without a name it is the database that is called as its user.
  restored.pathname = `${address.pathname.slice(1) || address.username || "personaforge"}_restored`;
  const name = decodeURIComponent(restored.pathname.slice(1));
  return [
    "The data lies in PostgreSQL, which is backed up by its own tools. Nothing was done here. They ask for the password.",
    "",
    "Back up, also while the bot runs:",
    `  pg_dump --format=custom --file=personaforge.dump "${quoted(address)}"`,
    "Restore, with the bot stopped, into a new database; what is in the present one stays there:",
    `  createdb --maintenance-db="${quoted(address)}" "${escaped(name)}"`,
    `  pg_restore --single-transaction --no-owner --dbname="${quoted(restored)}" personaforge.dump`,
    "What may have been made in Tavus since the backup is to be looked for before it is made:",
    `  psql --dbname="${quoted(restored)}" --command="${escaped(lookAgain.replaceAll(/\s+/g, " "))}"`,
    `Then name the new database in DATABASE_URL${directUrl === url ? "" : " and DATABASE_DIRECT_URL"}, and start the bot.`,
  ].join("\n");
}

/** Within double quotes a shell puts something else in the place of what begins with these. */
function quoted({ href }: URL): string {
  return href.replaceAll("$", "%24").replaceAll("`", "%60");
}

/** The same for what is no address. */
function escaped(text: string): string {
  return text.replaceAll(/["\\$`]/g, "\\$&");
}

/** What PostgreSQL's programs take behind the ?: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
const knownToTools =
  /^(host(addr)?|port|dbname|user|passfile|service(file)?|options|(fallback_)?application_name|client_encoding|connect_timeout|tcp_user_timeout|target_session_attrs|load_balance_hosts|replication|channel_binding|require(_auth|peer|ssl)|keepalives\w*|ssl(mode|negotiation|compression|cert|key|certmode|rootcert|crl|crldir|sni)|(ssl_)?(min|max)_protocol_version|(krb|gss)\w+)$/;

/**
 * The address without its password, as those programs read it: they end at a word that only pg or some library knows, such as
 * `sslmode=no-verify` or `pgbouncer=true`.
 */
function forTools(url: string): URL {
  const address = new URL(url);
  const { searchParams: parameters } = address;
  address.password = "";
  const isEncrypted =
    parameters.get("sslmode") === "no-verify" ||
    (!parameters.has("sslmode") && /^(true|1|no-verify)$/.test(parameters.get("ssl") ?? ""));
  if (isEncrypted) parameters.set("sslmode", "require");
  for (const name of [...parameters.keys()]) if (!knownToTools.test(name)) parameters.delete(name);
  // For a space, which those programs know as a code alone.
  address.search = address.search.replaceAll("+", "%20");
  return address;
}
