import type { FileUpload } from "../guild/files.ts";
import { componentType, isEntitySelect } from "../vocabulary.ts";
import type { Component } from "../wire.ts";
import type { Guild, World } from "../world.ts";
import { resolveChannel, resolveFile, resolveRole, resolveUser } from "./command-values.ts";
import type { Modal, ModalField } from "./modal.ts";

/** What a person puts into a modal's input: text, chosen values, a tick, or files. */
export type FieldValue = string | string[] | boolean | FileUpload[];

interface Filling {
  world: World;
  guild: Guild | undefined;
  modal: Modal;
  given: Record<string, FieldValue>;
  resolved: Record<string, Record<string, unknown>>;
}

/**
 * The `data` of a modal submit. What is not given keeps what was filled in before. Throws where Discord's client
 * would not let the person press Submit: unknown input, too short, too long, nothing chosen.
 */
export function fillModal(
  place: Pick<Filling, "world" | "guild">,
  modal: Modal,
  given: Record<string, FieldValue>,
): Record<string, unknown> {
  for (const customId of Object.keys(given)) modal.field(customId);
  const filling: Filling = { ...place, modal, given, resolved: {} };
  const components = modal.body.components.map((component) => submitted(filling, component));
  const { resolved } = filling;
  return { custom_id: modal.customId, components, ...(Object.keys(resolved).length > 0 && { resolved }) };
}

function submitted(filling: Filling, component: Component): Record<string, unknown> {
  const { type, id } = component;
  if (component.component !== undefined)
    return { type, id, component: submittedInput(filling, component.component) };
  if (component.components === undefined) return { type, id };
  return { type, id, components: component.components.map((input) => submittedInput(filling, input)) };
}

function submittedInput(filling: Filling, { type, id, custom_id }: Component): Record<string, unknown> {
  const field = filling.modal.field(custom_id ?? "");
  const value = filling.given[field.customId] ?? stillThere(filling, field);
  return { type, id, custom_id, ...submittedValue(filling, field, value) };
}

/** What stood there when the modal opened, without channels and roles that were deleted: no client shows those. */
function stillThere(filling: Filling, field: ModalField): FieldValue {
  const { prefilled, type } = field;
  if (!Array.isArray(prefilled) || !isEntitySelect(type)) return prefilled;
  return prefilled.filter((id) => isOffered(filling, field, id));
}

function submittedValue(filling: Filling, field: ModalField, value: FieldValue): Record<string, unknown> {
  if (field.type === componentType.textInput) return { value: checkedText(field, value) };
  if (field.type === componentType.checkbox) return { value: checkedTick(field, value) };
  if (field.type === componentType.fileUpload) return { values: uploadedFiles(filling, field, value) };
  const values = checkedChoices(field, value);
  if (field.type === componentType.radioGroup) return { value: values[0] ?? null };
  for (const id of values) resolveChosen(filling, field, id);
  return { values };
}

function checkedText(field: ModalField, value: FieldValue): string {
  if (typeof value !== "string") throw wrong(field, "takes text");
  if (value === "" && !field.required) return value;
  const { minLength = 1, maxLength = 4000 } = field;
  if (value.length < Math.max(minLength, 1) || value.length > maxLength)
    throw wrong(field, `takes ${minLength} to ${maxLength} characters, not ${value.length}`);
  return value;
}

function checkedTick(field: ModalField, value: FieldValue): boolean {
  if (typeof value !== "boolean") throw wrong(field, "takes true or false");
  return value;
}

function checkedChoices(field: ModalField, value: FieldValue): string[] {
  const values = [value].flat().filter((entry) => typeof entry === "string");
  const known = field.options.map((option) => option.value);
  const unknown = known.length > 0 ? values.find((entry) => !known.includes(entry)) : undefined;
  if (unknown !== undefined) throw wrong(field, `has no option "${unknown}"; it has ${known.join(", ")}`);
  checkCount(field, values.length);
  return values;
}

function uploadedFiles(filling: Filling, field: ModalField, value: FieldValue): string[] {
  const files = [value].flat().filter((entry) => typeof entry === "object");
  checkCount(field, files.length);
  return files.map((file) => resolveFile(filling.world, file, filling));
}

function checkCount(field: ModalField, count: number): void {
  if (count === 0 && !field.required) return;
  const min = Math.max(field.minValues ?? 1, field.required ? 1 : 0);
  const max = field.maxValues ?? (field.type === componentType.checkboxGroup ? field.options.length : 1);
  if (count < min || count > max) throw wrong(field, `takes ${min} to ${max} choices, not ${count}`);
}

function resolveChosen(filling: Filling, field: ModalField, id: string): void {
  if (!isEntitySelect(field.type)) return;
  if (!isOffered(filling, field, id)) throw wrong(field, `does not offer ${id}`);
  resolveSelected(filling, field.type, id);
}

/** Whether the client lists it: channels of the guild and of the select's types; roles, but not @everyone; members. */
function isOffered({ world, guild }: Filling, { type, channelTypes }: ModalField, id: string): boolean {
  const channel = world.channels.get(id);
  const isChannel = channel !== undefined && channel.guildId === guild?.id;
  if (type === componentType.channelSelect)
    return isChannel && (channelTypes?.includes(channel.type) ?? true);
  const isRole = guild?.roles.has(id) === true && id !== guild.id;
  const isMember = guild?.members.has(id) === true;
  if (type === componentType.roleSelect) return isRole;
  return type === componentType.userSelect ? isMember : isMember || isRole;
}

/** Puts what a chosen id stands for into `resolved`. */
export function resolveSelected(
  { world, guild, resolved }: Pick<Filling, "world" | "guild" | "resolved">,
  type: number,
  id: string,
): void {
  const isChannel = type === componentType.channelSelect;
  if (guild === undefined && !isChannel) throw new Error("Roles and members can be chosen only in a guild");
  const isMentionedRole = type === componentType.mentionableSelect && guild?.roles.has(id);
  if (isChannel) resolveChannel(world, id, { resolved });
  else if (guild !== undefined && (type === componentType.roleSelect || isMentionedRole))
    resolveRole(guild, id, { resolved });
  else if (guild !== undefined) resolveUser(guild, id, { resolved });
}

function wrong(field: ModalField, reason: string): Error {
  return new Error(`Field "${field.label}" (${field.customId}) ${reason}`);
}
