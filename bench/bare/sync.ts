import { randomUUID } from "node:crypto";
import SqliteFile from "better-sqlite3";
import fetch from "node-fetch";
import { answerOrders } from "../orders.ts";

/** The least that brings an account into the table: fetch a page, parse it, insert its rows in one transaction. */
answerOrders(async ({ url, file: path, width = 1 }) => {
  const file = new SqliteFile(path);
  file.pragma("journal_mode = WAL");
  file.pragma("synchronous = FULL");
  file.pragma("foreign_keys = ON");
  const startedMs = performance.now();
  await readPages(url, width, insertInto(file));
  const ms = performance.now() - startedMs;
  file.close();
  return ms;
});

/** A bare loop trusts what it reads. */
type WireRow = {
  persona_id: string;
  persona_name: string;
  system_prompt: string;
  context: string;
  default_replica_id: string;
  layers: { llm: { model: string } };
  created_at: string;
};

async function readPages(url: string, width: number, insert: (rows: WireRow[]) => void): Promise<void> {
  let next = 1;
  let isOver = false;
  async function lane(): Promise<void> {
    while (!isOver) {
      const response = await fetch(`${url}/v2/personas?limit=100&page=${next++}&persona_type=user`, {
        headers: { "x-api-key": "bench" },
      });
      const { data } = JSON.parse(await response.text());
      if (data.length < 100) isOver = true;
      insert(data);
    }
  }
  await Promise.all(Array.from({ length: width }, lane));
}

function insertInto(file: SqliteFile.Database): (rows: WireRow[]) => void {
  const persona = file.prepare(`insert into personas (
      tenant_id, id, kind, template, name, description, traits, prompt, prompt_is_whole, context, replica_id, model,
      voice_speed, voice_emotion, imported_at, created_by, created_at)
    values ('discord:1', ?, 'personal', 'blank', ?, '', '[]', ?, 1, ?, ?, ?, 'normal', 'none', ?, '1', ?)`);
  const link = file.prepare(`insert into links (
      tenant_id, subject_kind, subject_id, state, remote_id, revision, pushed_revision, base, user_id, told_at,
      created_at, updated_at)
    values ('discord:1', 'persona', ?, 'linked', ?, 1, 1, '', '1', ?, ?, ?)`);
  return file.transaction((rows: WireRow[]) => {
    const at = new Date().toISOString();
    for (const row of rows) {
      const id = `per_${randomUUID().slice(-10)}`;
      persona.run(
        id,
        row.persona_name,
        row.system_prompt,
        row.context,
        row.default_replica_id,
        row.layers.llm.model,
        at,
        row.created_at,
      );
      link.run(id, row.persona_id, at, row.created_at, at);
    }
  });
}
