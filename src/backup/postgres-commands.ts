/** PostgreSQL's own tools do better than this program could: https://www.postgresql.org/docs/current/backup-dump.html */
export function postgresCommands(url: string): string {
  const address = withoutPassword(url);
  return [
    "The data lies in PostgreSQL, which is backed up by its own tools. Nothing was done here. They ask for the password.",
    "",
    "Back up, also while the bot runs:",
    `  pg_dump --format=custom --file=personaforge.dump "${address}"`,
    "Restore, with the bot stopped:",
    `  pg_restore --clean --if-exists --single-transaction --no-owner --dbname="${address}" personaforge.dump`,
  ].join("\n");
}

function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = "";
  address.searchParams.delete("password");
  return address.href;
}
