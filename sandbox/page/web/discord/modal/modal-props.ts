import type { ModalValue } from "../../../protocol/act.ts";
import type { Guild } from "../discord-room.ts";
import type { Component } from "../wire.ts";

export type ModalInputProps = {
  input: Component;
  id: string;
  describedBy: string | undefined;
  guild: Guild;
  value: ModalValue;
  onChange: (value: ModalValue) => void;
};
