import { automaticUser } from "../../automatic-user.ts";
import type { Item, Reply } from "../../chat/reply.ts";
import { shortName } from "../../short-name.ts";
import type { Audit, AuditAction, AuditEntry } from "../../tenants/audit.ts";
import type { WarningBegan } from "../../warnings/details.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import { wordsFor } from "../persona-status/audit-words.ts";

/** What may explain that something fails, of the team as a whole … */
const ofTeam: readonly AuditAction[] = ["setup", "sync", "keep-all-ours", "keep-all-theirs"];
/** … and of the personas that fail. */
const ofPersonas: readonly AuditAction[] = [
  ...(["create", "edit", "replica", "link", "unlink", "create-again", "import"] as const),
  ...(["overwrite", "keep-ours", "keep-theirs", "bring-back", "undo"] as const),
];

/** Of either so many, so that neither hides the other. */
const mostOfEither = 5;
const hoursBefore = 24;
const beforeMs = hoursBefore * 60 * 60_000;
/** The log tells of an action once it has ended, which is after it has failed. */
const afterMs = 60_000;
const longestDetails = 80;

/** What changed here before a warning, newest first, whoever did it. */
export async function whatChanged(
  audit: Pick<Audit, "lately">,
  { tenantId, firstMs, personaIds }: WarningBegan,
): Promise<Reply> {
  const span = { sinceMs: firstMs - beforeMs, untilMs: firstMs + afterMs, limit: mostOfEither };
  const [team, personas] = await Promise.all([
    audit.lately(tenantId, { ...span, actions: ofTeam }),
    audit.lately(tenantId, { ...span, actions: ofPersonas, personaIds }),
  ]);
  const entries = [...team, ...personas].sort((a, b) => (a.at < b.at ? 1 : -1));
  if (entries.length === 0) return { ...nothing, visibility: "public" };
  return {
    tone: "neutral",
    title: "What changed here lately",
    items: entries.map(changeItem),
    notes: [
      `Settings, syncs and the personas named above, in the ${hoursBefore} hours before; newest first.`,
    ],
    visibility: "public",
  };
}

const nothing: Reply = {
  tone: "neutral",
  title: "Nothing changed here lately",
  text: `In the ${hoursBefore} hours before, nobody changed the key, a setting or the personas named above here. Look at what changed in Tavus.`,
};

function changeItem({ action, at, userId, details }: AuditEntry): Item {
  const what =
    details === "" ? wordsFor(action) : `${wordsFor(action)}: ${shortName(details, longestDetails)}`;
  const text = `${what}, ${timeText(at)}`;
  if (userId === automaticUser) return { text: `${text}, automatically` };
  return { text, lead: "by", mentions: [{ kind: "person", id: userId }] };
}
