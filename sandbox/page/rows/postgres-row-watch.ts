import pg from "pg";
import { z } from "zod";
import {
  isSameRow,
  keyOf,
  linkedIn,
  type RowChange,
  type RowWatch,
  selectWatched,
  type WatchedRow,
  watchedRow,
  watchedTables,
} from "./watched-rows.ts";

const channel = "sandbox_rows";

/** A notification holds 8000 bytes at most, and no bot's write may fail over one. */
const longestName = 200;

/** What a trigger says of a row: `row` is null where it is gone, or where its other half is not there yet. */
const newsSchema = z.object({
  kind: z.enum(["persona", "conversation", "video"]),
  process: z.string(),
  written_at_ms: z.number(),
  tenant_id: z.string(),
  id: z.string(),
  row: watchedRow.nullable(),
});

/**
 * Reads over the shoulders of several bots: triggers say what is written to personas, calls, videos and their links, as it is
 * committed, and by which process, which is what that calls itself (`application_name`).
 */
export type PostgresRowWatch = RowWatch & {
  /** Begins. The tables have to be there. Rejects where the database cannot be reached. */
  open(): Promise<void>;
};

/** `onNews` is called when there is something for the next look. */
export function createPostgresRowWatch(url: string, onNews: () => void): PostgresRowWatch {
  const client = new pg.Client({ connectionString: url });
  const known = new Map<string, WatchedRow>();
  let changes: RowChange[] = [];

  const note = ({ kind, row, ...rest }: Omit<RowChange, "before">) => {
    const key = keyOf(kind, row);
    const before = known.get(key);
    known.set(key, row);
    if (!isSameRow(before, row)) changes.push({ kind, before, row, ...rest });
  };
  const hear = (payload: string) => {
    const { kind, process, written_at_ms: writtenAtMs, row, ...gone } = newsSchema.parse(JSON.parse(payload));
    if (row) note({ kind, row, process, writtenAtMs });
    else known.delete(keyOf(kind, gone));
    onNews();
  };

  return {
    async open() {
      // It ends with the server.
      client.on("error", () => undefined);
      client.on("notification", ({ payload = "" }) => hear(payload));
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      await client.query(triggers);
      for (const watched of watchedTables) {
        const { rows } = await client.query(selectWatched(watched));
        for (const row of z.array(watchedRow).parse(rows)) note({ kind: watched.kind, row });
      }
    },
    look() {
      const news = changes;
      changes = [];
      return news;
    },
    linked: () => linkedIn(known),
    close: () => client.end(),
  };
}

/** Deferred: they see what is committed, and say it once the whole of it is. */
const triggers = watchedTables
  .map((watched) => {
    const { kind, table } = watched;
    const when = "AFTER INSERT OR UPDATE OR DELETE";
    const how = `DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sandbox.note_${kind}`;
    return `
      CREATE SCHEMA IF NOT EXISTS sandbox;
      CREATE FUNCTION sandbox.note_${kind}() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        written jsonb := CASE tg_op WHEN 'DELETE' THEN to_jsonb(old) ELSE to_jsonb(new) END;
        found_row jsonb;
      BEGIN
        IF tg_table_name = 'links' AND written->>'subject_kind' <> '${kind}' THEN RETURN NULL; END IF;
        SELECT to_jsonb(w) || jsonb_build_object('name', left(w.name, ${longestName})) INTO found_row
          FROM (${selectWatched(watched)}) w
          WHERE w.tenant_id = written->>'tenant_id' AND w.id = written->>tg_argv[0];
        PERFORM pg_notify('${channel}', jsonb_build_object(
          'kind', '${kind}', 'process', current_setting('application_name'),
          'written_at_ms', extract(epoch FROM clock_timestamp()) * 1000,
          'tenant_id', written->>'tenant_id', 'id', written->>tg_argv[0], 'row', found_row)::text);
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER sandbox_${kind} ${when} ON ${table} ${how}('id');
      CREATE CONSTRAINT TRIGGER sandbox_link_of_${kind} ${when} ON links ${how}('subject_id');`;
  })
  .join("\n");
