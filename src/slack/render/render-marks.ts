import type { ViewErrorsResponseAction } from "@slack/bolt";
import type { FieldErrors } from "../../chat/form/field.ts";
import { inUtc } from "../../chat/time-mark.ts";
import { fieldOfBlock } from "../read/form-ids.ts";
import type { SlackView } from "../read/payload.ts";

/** The form stays open as it is, with a sentence beside each of these fields; what is of no field of it stands beside the first. */
export function renderMarks(view: SlackView, errors: FieldErrors): ViewErrorsResponseAction {
  const inputs = inputsOf(view);
  const marked: Record<string, string> = {};
  for (const [key, sentence] of Object.entries(errors)) {
    const blockId = inputs.find((input) => fieldOfBlock(input) === key) ?? inputs[0] ?? key;
    const plain = inUtc(sentence);
    marked[blockId] = marked[blockId] ? `${marked[blockId]} ${plain}` : plain;
  }
  return { response_action: "errors", errors: marked };
}

/** The same with a sentence that is of no field. */
export function renderRemark(view: SlackView, sentence: string): ViewErrorsResponseAction {
  return renderMarks(view, { "": sentence });
}

/** The ids of its blocks that hold an input: Slack takes errors for these, and for no others. */
function inputsOf({ blocks }: SlackView): string[] {
  return blocks.flatMap(({ type, block_id }) => (type === "input" && block_id ? [block_id] : []));
}
