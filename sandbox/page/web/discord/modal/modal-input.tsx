import { componentType, isSelect } from "../../../../stand-ins/discord/vocabulary.ts";
import { menuOptions } from "../message/menu-options.ts";
import type { Component } from "../wire.ts";
import { ModalFiles } from "./modal-files.tsx";
import type { ModalInputProps } from "./modal-props.ts";
import { ModalSelect } from "./modal-select.tsx";
import { ModalText } from "./modal-text.tsx";
import { ModalTicks } from "./modal-ticks.tsx";

/** The input of one field: https://discord.com/developers/docs/components/reference#label */
export function ModalInput(props: ModalInputProps) {
  const { input, id, guild, value, onChange } = props;
  const options = menuOptions(input, guild);
  if (isGroup(input)) return <ModalTicks {...props} options={options} />;
  switch (input.type) {
    case componentType.textInput:
      return <ModalText {...props} />;
    case componentType.fileUpload:
      return <ModalFiles {...props} />;
    case componentType.checkbox:
      return (
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={({ target }) => onChange(target.checked)}
        />
      );
    default:
      return <ModalSelect {...props} options={options} />;
  }
}

const groups: readonly number[] = [componentType.checkboxGroup, componentType.radioGroup];

/** Whether it is drawn as several inputs with one name: nobody finds out how to choose twice in a list. */
export function isGroup({ type, max_values: most }: Component): boolean {
  return groups.includes(type) || (isSelect(type) && (most ?? 1) > 1);
}
