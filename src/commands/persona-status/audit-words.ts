import { automaticUser } from "../../automatic-user.ts";
import type { Item } from "../../chat/reply.ts";
import type { AuditAction, AuditEntry } from "../../tenants/audit.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";

/** What was done, in words; when and by whom follow. */
const words: { [action in AuditAction]: string } = {
  create: "Made",
  edit: "Edited",
  replica: "Replica changed",
  "delete-here": "Deleted here",
  "delete-both": "Deleted here and in Tavus",
  link: "Linked",
  unlink: "Unlinked",
  retry: "Retried",
  "retry-all": "Everything that waits retried",
  overwrite: "Overwritten in Tavus",
  "keep-ours": "Ours kept",
  "keep-theirs": "Tavus's version taken",
  "keep-all-ours": "All of ours kept",
  "keep-all-theirs": "All of Tavus's versions taken",
  "create-again": "Created again",
  "bring-back": "An earlier version brought back",
  undo: "Undone",
  import: "Brought back from Tavus",
  talk: "Talk card posted",
  call: "Room opened",
  "call-end": "Room ended",
  rehearse: "Rehearsal begun",
  sync: "Synced",
  "sync-preview": "Sync previewed",
  "sync-cancel": "Sync cancelled",
  "share-outside": "Shared outside",
  "revoke-outside": "Link outside revoked",
  "outside-end": "Link outside ended",
  setup: "Settings changed",
  export: "Log exported",
  "export-all": "Everything exported",
  "video-create": "Video asked for",
  "video-retry": "Video retried",
  "video-adopt": "Video adopted",
  "video-delete-here": "Video deleted here",
  "video-delete-both": "Video deleted here and in Tavus",
};

/** An action in words; one that a later version wrote, in its own. */
export function wordsFor(action: string): string {
  return isKnown(action) ? words[action] : action;
}

/** One thing that was done, as a line: what, when, and who. */
export function auditItem({ action, at, userId }: AuditEntry): Item {
  const text = `${wordsFor(action)} ${timeText(at)}`;
  if (userId === automaticUser) return { text: `${text} automatically` };
  return { text: `${text} by`, mentions: [{ kind: "person", id: userId }] };
}

function isKnown(action: string): action is AuditAction {
  return Object.hasOwn(words, action);
}
