import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { UserError } from "../../errors.ts";
import { type Differing, readDiffering } from "../content/differing.ts";
import type { SyncField } from "../content/each-field.ts";
import type { SyncDeps } from "../deps.ts";
import { quoted } from "../link-by-hand.ts";

const rowsPerPage = 100;

/** Everything of a team that was last seen to differ. */
export async function* allDiffering(
  deps: SyncDeps,
  tenantId: string,
): AsyncGenerator<PersonaRecord, void, undefined> {
  let afterId = "";
  for (;;) {
    const records = await deps.rows.differingAfter(tenantId, afterId, rowsPerPage);
    yield* records;
    afterId = records.at(-1)?.id ?? "";
    if (records.length < rowsPerPage) return;
  }
}

/** `canSendOurs`: not all of what differs was set up in Tavus as a whole; `differs` changes whenever what was seen does. */
export type DifferingPersona = {
  id: string;
  name: string;
  fields: SyncField[];
  canSendOurs: boolean;
  differs: string;
};

export async function differingPersonas(deps: SyncDeps, tenantId: string): Promise<DifferingPersona[]> {
  const found: DifferingPersona[] = [];
  for await (const { id, name, link } of allDiffering(deps, tenantId)) {
    const stored = readDiffering(link.differs);
    const fields = stored.map(({ field }) => field);
    found.push({ id, name, fields, canSendOurs: !stored.every(isLeftToEach), differs: link.differs ?? "" });
  }
  return found;
}

/** What was set up in Tavus as a whole, or not seen, is decided for each persona, and not for all at once. */
export function isLeftToEach({ how, seen }: Differing): boolean {
  return how === "held" || seen === undefined;
}

/** `revision`: what was shown of our side to whoever chooses, who has waited since; undefined: how it stands is chosen about. */
export function requireAsShown(record: PersonaRecord, revision: number | undefined): void {
  if (revision !== undefined && record.link.revision !== revision) throw changedNow(record);
}

function changedNow(record: PersonaRecord): UserError {
  return new UserError(`${quoted(record)} was changed here at this moment. Look at it and try again.`);
}

/** What was decided about is not what was read: it was changed here since, or an edit of before that has got to Tavus. */
export function changedOrSentNow(record: PersonaRecord): UserError {
  return new UserError(
    `${quoted(record)} was changed here, or an edit of it sent to Tavus, at this moment. Look at it and try again.`,
  );
}
