import type { UnusableManager } from "../../chat/channels.ts";
import type { FormContext, Outcome } from "../../chat/command.ts";
import type { FieldErrors } from "../../chat/form/field.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import type { Mention } from "../../chat/mention.ts";
import type { Reply } from "../../chat/reply.ts";
import type { KeyCheck } from "../../tenants/check-key.ts";
import { keyTag } from "../../tenants/keys.ts";
import { readPastedKey } from "../../tenants/pasted-key.ts";
import type { Settings, SettingsChange } from "../../tenants/settings.ts";
import { withSaid } from "../../warnings/sentences.ts";
import type { Services } from "../services.ts";
import { channelProblem, postFirstMessage } from "./persona-setup-channel.ts";
import {
  openChannel,
  replicaFrom,
  type SetupValues,
  setupForm,
  setupValuesOf,
} from "./persona-setup-form.ts";
import { keyNews, savedReply, uncheckedReply } from "./persona-setup-reply.ts";
import { hasMoved, mergeStale, withOvertaken } from "./stale-form.ts";
import { areAllUnusable, refusedManagers, unusableManagersOf } from "./unusable-managers.ts";

/**
 * Checks what was typed, then stores it: all or, where a field is wrong, nothing. A key that Tavus could not be asked
 * about is set aside, sealed, and everything else is stored.
 */
export async function saveSetup(typed: SetupValues, context: FormContext<Services>): Promise<Outcome> {
  const { services, member, saved, formId } = context;
  const { tenantId, userId } = member;
  const value = typedKey(typed, services);
  const before = await services.settings.latest(tenantId);
  const { fields } = setupForm;
  const isOtherKey = value !== "" && keyTag(value) !== before.key?.tag;
  if (isOtherKey && hasMoved({ formId, fields }, "tavus_key", before.key?.tag)) refuseNewerKey(before);
  const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, setupValuesOf(before));
  const named = member.platform === "discord" ? "role" : "person";
  const [check, gone] = await Promise.all([
    checkAll({ values, value, before }, context),
    unusableManagersOf(services, tenantId, before),
  ]);
  const changes = changesIn(withGoneManagers(values, before, gone), before, userId);
  const told = (reply: Reply) =>
    withOvertaken(withDropped(reply, before, changes, named), { fields, typed, overtaken, isSaved }, named);
  const key = { tenantId, userId, value };
  const names = changedNames(changes, before, check?.kind === "good");
  const stored = async () => {
    // From here on it would be wrong to say that nothing was saved, whatever of the rest fails.
    await saved();
    if (names.length > 0) services.audit.record(context, { action: "setup", details: names.join(", ") });
  };
  // The key lies nowhere else, so that it is stored, or set aside, before the form is closed.
  if (check?.kind === "unreachable") await services.teamKeys.setAside(key);
  const change =
    check?.kind === "good"
      ? await services.teamKeys.store(key, check.sees, { beside: changes, stored })
      : await services.settings.change(tenantId, changes).then(stored);
  if (check?.kind === "unreachable") return told(await uncheckedReply(context, check, keyTag(value)));
  const news = check && change ? keyNews(check.sees, change) : undefined;
  return told(await savedReply(context, news));
}

/**
 * A role that is gone is shown by no client, nor is somebody who was deactivated, so that the form comes without them. That nobody is
 * left says nothing about who else may manage: they stay named, and the answer says why they do not count.
 */
function withGoneManagers(
  values: SetupValues,
  { managers }: Settings,
  unusable: readonly UnusableManager[],
): SetupValues {
  const gone = unusable.filter(({ why }) => why === "gone");
  return areAllUnusable(managers, gone) && values.managers.length === 0
    ? { ...values, managers: [...managers] }
    : values;
}

/** Says who is named no more: a client may leave out of the form whom it cannot show, and nobody has taken them out then. */
function withDropped(
  reply: Reply,
  before: Settings,
  { managers = [] }: SettingsChange,
  kind: Mention["kind"],
): Reply {
  const dropped = before.managers.filter((id) => !managers.includes(id));
  if (dropped.length === 0) return reply;
  const fact = { label: "Not a manager any more", value: "", mentions: dropped.map((id) => ({ kind, id })) };
  return { ...reply, facts: [...(reply.facts ?? []), fact] };
}

/** The settings that changed, for the team's log: never their values. A key that is only set aside is not set. */
function changedNames(changes: SettingsChange, before: Settings, hasKey: boolean): string[] {
  const differs = (name: "defaultReplicaId" | "managers") =>
    JSON.stringify(changes[name]) !== JSON.stringify(before[name]);
  return [
    ...(hasKey ? ["Tavus key"] : []),
    ...("channel" in changes && changes.channel?.id !== before.channel?.id ? ["warnings channel"] : []),
    ...(differs("defaultReplicaId") ? ["default replica"] : []),
    ...(differs("managers") ? ["managers"] : []),
  ];
}

type Checked = Exclude<KeyCheck, { kind: "refused" }>;

/** Rejects with FormRefused naming every field that is wrong. Undefined: no key was typed. */
async function checkAll(
  { values, value, before }: { values: SetupValues; value: string; before: Settings },
  context: FormContext<Services>,
): Promise<Checked | undefined> {
  const { channel } = values;
  const isNewChannel = channel !== "" && channel !== openChannel(before);
  const [check, problem, managers] = await Promise.all([
    value === "" ? undefined : context.services.teamKeys.check(value),
    isNewChannel ? channelProblem(channel, context) : undefined,
    managersError(values, before, context),
  ]);
  const errors = { ...channelError(problem), ...managers };
  if (check?.kind === "refused") throw new FormRefused({ tavus_key: refusedKey(check.words), ...errors });
  refuseIf(errors);
  // Last, so that nothing is written for a form that is refused.
  if (isNewChannel) refuseIf(channelError(await postFirstMessage(channel, context)));
  return check;
}

/** Nothing is kept waiting for long, and a platform that does not say who somebody is refuses nobody. */
const managersWaitMs = 5000;

/** Of those who are named anew: whoever was named before is told of, and may be left as they are. */
async function managersError(
  { managers: chosen }: SetupValues,
  before: Settings,
  { services, member }: FormContext<Services>,
): Promise<FieldErrors> {
  const managers = chosen.filter((id) => !before.managers.includes(id));
  const asked = { managers, waitMs: managersWaitMs };
  const unusable = await unusableManagersOf(services, member.tenantId, asked);
  return unusable.length > 0 ? { managers: refusedManagers(unusable, member.platform) } : {};
}

function refusedKey(words: string | undefined): string {
  const refused =
    "Tavus refuses this key. Copy it again, whole, from Tavus's developer portal; nothing was saved.";
  return withSaid(refused, "invalidKey", words);
}

function refuseNewerKey({ key }: Settings): never {
  throw new FormRefused({ tavus_key: `${whatOthersDid(key)} ${insteadOfIt}` });
}

function whatOthersDid(key: Settings["key"]): string {
  if (!key) return "Another admin removed the key while this form was open, and nothing was saved.";
  return key.lastFour
    ? `Another admin set another key while this form was open, which ends in ${key.lastFour}. Nothing was saved.`
    : "Another admin set another key while this form was open, and nothing was saved.";
}

const insteadOfIt = "Empty this field to save the rest, or run /persona-setup again to replace the key.";

const noEncryption =
  "Keys cannot be stored yet: whoever runs the bot must set ENCRYPTION_KEYS (openssl rand -base64 32 makes one) and restart it. Leave this empty to save everything else.";

/** "" when none was typed. Throws FormRefused where it cannot be one, or could not be stored. */
function typedKey({ tavus_key: typed }: SetupValues, { teamKeys }: Services): string {
  if (typed === "") return "";
  if (!teamKeys.canStore) throw new FormRefused({ tavus_key: noEncryption });
  const read = readPastedKey(typed);
  if (read.kind === "none") throw new FormRefused({ tavus_key: read.reason });
  return read.value;
}

function channelError(problem: string | undefined): FieldErrors {
  return problem === undefined ? {} : { channel: problem };
}

function refuseIf(errors: FieldErrors): void {
  if (Object.keys(errors).length > 0) throw new FormRefused(errors);
}

function changesIn(values: SetupValues, before: Settings, userId: string): SettingsChange {
  const isSameChannel = values.channel === openChannel(before);
  const channel = values.channel === "" ? null : { id: values.channel, setBy: userId, closedAt: null };
  return {
    ...(isSameChannel ? {} : { channel }),
    defaultReplicaId: replicaFrom(values),
    managers: values.managers,
  };
}
