import type { ModalValue } from "../../protocol.ts";
import type { Guild } from "./discord-room.ts";
import { ModalFiles } from "./modal-files.tsx";
import { ModalSelect } from "./modal-select.tsx";
import { ModalText } from "./modal-text.tsx";
import { ModalTicks } from "./modal-ticks.tsx";
import { type Component, componentType } from "./wire.ts";

export type ModalInputProps = {
  input: Component;
  id: string;
  describedBy: string | undefined;
  guild: Guild;
  value: ModalValue;
  onChange: (value: ModalValue) => void;
};

/** The input of one field: https://discord.com/developers/docs/components/reference#label */
export function ModalInput(props: ModalInputProps) {
  const { input, id, value, onChange } = props;
  switch (input.type) {
    case componentType.textInput:
      return <ModalText {...props} />;
    case componentType.checkboxGroup:
    case componentType.radioGroup:
      return <ModalTicks {...props} />;
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
      return <ModalSelect {...props} />;
  }
}
