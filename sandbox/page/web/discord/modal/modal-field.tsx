import { useId } from "react";
import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import type { ModalValue } from "../../../protocol/act.ts";
import type { Guild } from "../discord-room.ts";
import type { Component } from "../wire.ts";
import { isGroup, ModalInput } from "./modal-input.tsx";
import type { ModalValues } from "./modal-values.ts";

type ModalFieldProps = {
  /** A Label, or an old action row with its input. */
  label: Component;
  guild: Guild;
  values: ModalValues;
  onChange: (customId: string, value: ModalValue) => void;
};

/** A label, what it explains, and its input. */
export function ModalField({ label, guild, values, onChange }: ModalFieldProps) {
  const id = useId();
  const input = label.component ?? label.components[0];
  if (!input) return null;
  const customId = input.custom_id ?? "";
  const isRequired = input.required ?? true;
  const words = (
    <>
      {label.label ?? input.label}
      {isRequired && input.type !== componentType.checkbox && (
        <span className="d-required" aria-hidden="true">
          {" *"}
        </span>
      )}
    </>
  );
  const description = label.description && (
    <p className="d-field-hint" id={`${id}-hint`}>
      {label.description}
    </p>
  );
  const shown = (
    <ModalInput
      input={input}
      id={id}
      describedBy={label.description ? `${id}-hint` : undefined}
      guild={guild}
      value={values[customId] ?? ""}
      onChange={(value) => onChange(customId, value)}
    />
  );
  if (isGroup(input))
    return (
      <fieldset className="d-field" aria-describedby={label.description ? `${id}-hint` : undefined}>
        <legend>{words}</legend>
        {description}
        {shown}
      </fieldset>
    );
  return (
    <div className="d-field">
      <label htmlFor={id}>{words}</label>
      {description}
      {shown}
    </div>
  );
}
