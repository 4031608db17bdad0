import { setImmediate } from "node:timers/promises";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { TeamPrompt } from "../../tenants/settings.ts";
import { contentOf, digestOf, draftIn } from "../content/draft.ts";
import { noteAgreed } from "../content/standing.ts";
import type { Records } from "../deps.ts";
import { withTeamPrompt } from "./text.ts";

const recordsPerPage = 100;

/** A persona whose prompt does not say what the team wants each to say. */
export type WithoutTeamPrompt = { id: string; name: string };

export type TeamPromptRequest = { tenantId: string; teamPrompt: TeamPrompt };

/** All of a team that lack its prompt, or still have an earlier one, by id. */
export async function findWithoutTeamPrompt(
  deps: Records,
  asked: TeamPromptRequest,
): Promise<WithoutTeamPrompt[]> {
  const found: WithoutTeamPrompt[] = [];
  for await (const { id, name } of lacking(deps, asked)) found.push({ id, name });
  return found;
}

/**
 * Each of them gets the team's prompt by an edit that can be taken back, and goes to Tavus by the queue. Begun again after
 * it was cut off, it goes on with those that are left. Returns how many were changed.
 */
export async function applyTeamPrompt(
  deps: Records,
  asked: TeamPromptRequest & { by: string },
): Promise<number> {
  const { tenantId, teamPrompt, by } = asked;
  const { store, linking } = deps;
  let count = 0;
  for await (const record of lacking(deps, asked)) {
    const draft = { ...draftIn(record), prompt: withTeamPrompt(record.prompt, teamPrompt) };
    const isChanged = await store.edit(tenantId, record.id, {
      content: contentOf(draft, record),
      digest: digestOf(draft),
      baseRevision: record.link.revision,
      askedBy: by,
      noteAgreed,
      isOneOfMany: true,
    });
    if (isChanged) count += 1;
  }
  if (count > 0) {
    await linking.tenants.resumeQueue(tenantId);
    linking.wakeQueue();
  }
  return count;
}

async function* lacking(
  { store }: Records,
  { tenantId, teamPrompt }: TeamPromptRequest,
): AsyncGenerator<PersonaRecord, void, undefined> {
  let afterId = "";
  for (;;) {
    const records = await store.exportPage(tenantId, afterId, recordsPerPage);
    for (const record of records) {
      // A prompt may have megabytes, and a team thousands of them.
      await setImmediate();
      const isHere = record.deletedMs === undefined;
      if (isHere && withTeamPrompt(record.prompt, teamPrompt) !== record.prompt) yield record;
    }
    afterId = records.at(-1)?.id ?? "";
    if (records.length < recordsPerPage) return;
  }
}
