import type { SlackPicture } from "../../../protocol/picture.ts";
import type { PressSlack } from "../message/block-element.tsx";
import type { EnterField } from "../use-entries.ts";
import type { FieldState, SlackBlock, SlackElement } from "../wire.ts";

export type ViewBlockProps = {
  block: SlackBlock;
  viewId: string;
  state: FieldState | undefined;
  error: string | undefined;
  slack: SlackPicture;
  enter: EnterField;
  press: PressSlack;
};

export type ViewInputProps = ViewBlockProps & {
  element: SlackElement;
  id: string;
  describedBy: string | undefined;
};
