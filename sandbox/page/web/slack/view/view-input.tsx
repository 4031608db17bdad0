import { ViewFiles } from "./view-files.tsx";
import { ViewMany } from "./view-many.tsx";
import type { ViewInputProps } from "./view-props.ts";
import { ViewSearch } from "./view-search.tsx";
import { ViewSelect } from "./view-select.tsx";
import { ViewText } from "./view-text.tsx";
import { ViewTicks } from "./view-ticks.tsx";

/** The element of an input block: https://docs.slack.dev/reference/block-kit/block-elements */
export function ViewInput(props: ViewInputProps) {
  switch (props.element.type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return <ViewText {...props} />;
    case "checkboxes":
    case "radio_buttons":
      return <ViewTicks {...props} />;
    case "external_select":
    case "multi_external_select":
      return <ViewSearch {...props} />;
    case "multi_users_select":
    case "multi_channels_select":
    case "multi_conversations_select":
      return <ViewMany {...props} />;
    case "file_input":
      return <ViewFiles {...props} />;
    default:
      return <ViewSelect {...props} />;
  }
}
