import type pg from "pg";

/**
 * Whether somebody stands in between who lends sessions out: then the process that answers is not the one that the connection was
 * promised. https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-BACKENDKEYDATA
 */
export async function isPooled(client: pg.Client): Promise<boolean> {
  const { processID: promised } = client as pg.Client & { processID?: number | null };
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid !== promised;
}
