import type { UnusableManager } from "../../chat/channels.ts";
import type { CommandListing } from "../../chat/command.ts";
import type { Platform } from "../../chat/member.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import type { Overview } from "../../personas/overview.ts";
import { isKeyThere, type KeyOwner } from "../../tenants/keys.ts";
import type { Role } from "../../tenants/roles.ts";
import type { Settings } from "../../tenants/settings.ts";
import { encodeListState } from "../persona-list/list-state.ts";
import { keyFacts } from "../persona-setup/persona-setup-facts.ts";
import { areAllUnusable } from "../persona-setup/unusable-managers.ts";
import { operatorsKey } from "../reply/operators-key.ts";

/** What help looks at; `commands` are those that this person may use. */
export type Situation = {
  role: Role;
  platform: Platform;
  settings: Settings;
  owner: KeyOwner;
  canStoreKey: boolean;
  counts: Overview["counts"];
  commands: readonly CommandListing[];
  appNotice: string | undefined;
  /** Those named as managers through whom nobody manages. */
  unusable: readonly UnusableManager[];
};

export const explainAction = "explain";
export const newPersonaAction = "new";

/** What this person can do here, what is set up, what is missing, and buttons to begin. */
export function helpReply(situation: Situation): Reply {
  const { commands, settings, owner, canStoreKey: canStore, platform } = situation;
  return {
    tone: "neutral",
    title: "What you can do here",
    text: [
      "I keep your team's AI video personas here and make them in Tavus.",
      ...commands.map(({ name, summary }) => `• /${name} – ${summary}`),
    ].join("\n"),
    facts: [
      ...keyFacts(settings, { owner, canStore }).slice(0, 1),
      { label: "Personas", value: personasText(situation) },
      ...missingFact(situation),
    ],
    menu: {
      label: "Explain a command",
      action: explainAction,
      choices: commands.map(({ name }) => ({ value: shortNameOf(name), label: `/${name}` })),
    },
    ...(platform === "slack" && {
      notes: ["help after any command explains it, as in /persona-list help."],
    }),
    buttons: buttonsFor(situation),
  };
}

/** `persona-list` is explained under `list`: that is how people type it. */
export function shortNameOf(name: string): string {
  return name.replace(/^persona-/, "");
}

function totalOf({ leaving: _leaving, ...here }: Overview["counts"]): number {
  return Object.values(here).reduce((sum, count) => sum + count, 0);
}

function personasText({ counts }: Situation): string {
  const total = totalOf(counts);
  if (total === 0) return "None yet";
  const { linked, behind } = counts;
  const waiting = counts.pending + counts.failed + counts.missing;
  const parts = [
    `${total}, of which ${linked + behind} linked to Tavus`,
    ...(behind > 0 ? [`${behind} of them without the last change`] : []),
    ...(waiting > 0 ? [`${waiting} not`] : []),
  ];
  return `${parts.join(", ")}${waiting + behind > 0 ? ": /persona-status says why" : ""}`;
}

/** What is missing, and who mends it: people are told what they can do something about. */
function missingFact(situation: Situation): Fact[] {
  const { role, settings, canStoreKey, appNotice } = situation;
  const isAdmin = role === "admin";
  const key = canStoreKey ? (isAdmin ? keyForAdmin : keyForOthers) : keyOfOperator;
  const lines = [
    ...(isKeyThere(situation.owner) ? [] : [key]),
    ...(isAdmin && !settings.channel ? [noChannel] : []),
    ...(isAdmin && settings.channel?.closedAt ? [closedChannel] : []),
    ...(isAdmin && settings.managers.length === 0 ? [noManagers] : []),
    ...(isAdmin && areAllUnusable(settings.managers, situation.unusable) ? [otherManagers] : []),
    ...(isAdmin && appNotice ? [appNotice] : []),
  ];
  return lines.length > 0 ? [{ label: "Still missing", value: lines.join("\n") }] : [];
}

const keyForAdmin = "A Tavus key: press Set up. Until then personas are saved here and wait.";
const keyForOthers =
  "A Tavus key: an admin enters it with /persona-setup. Until then personas are saved here and wait.";
const keyOfOperator = `A Tavus key: whoever runs the bot sets ${operatorsKey}, or ENCRYPTION_KEYS for your team's own. Until then personas are saved here and wait.`;
const noChannel =
  "A channel for warnings: press Set up to choose one. Until then only the person who acted is warned.";
const closedChannel =
  "The warnings channel is gone, closed to me, or read by others than the team: mend that and choose it again under Set up, or choose another.";
const otherManagers =
  "Persona managers who can manage: press Set up to name others. Until then only admins make and change personas.";
const noManagers = "Persona managers: press Set up to name them. Until then everybody makes personas.";

function buttonsFor(situation: Situation): Button[] {
  const { role, counts, commands, canStoreKey } = situation;
  const mayMake = commands.some(({ name }) => name === "persona-create");
  const isKeyNext = role === "admin" && canStoreKey && !isKeyThere(situation.owner);
  const state = "-";
  const list = encodeListState({ filter: "all", sort: "newest", search: "", from: undefined });
  return [
    ...(isKeyNext ? [{ label: "Set up", action: "setup", state, style: "primary" } as const] : []),
    ...(mayMake ? [newButton(isKeyNext)] : []),
    ...(totalOf(counts) > 0 ? [{ label: "All personas", action: "list", state: list }] : []),
    ...(role !== "member" &&
    isKeyThere(situation.owner) &&
    commands.some(({ name }) => name === "persona-sync")
      ? [{ label: "Preview a sync", action: "sync-run", state: "preview" }]
      : []),
    ...(role === "admin" && !isKeyNext ? [{ label: "Set up", action: "setup", state }] : []),
  ];
}

function newButton(isSecond: boolean): Button {
  const button = { label: "New persona", action: newPersonaAction, state: "-" };
  return isSecond ? button : { ...button, style: "primary" };
}
