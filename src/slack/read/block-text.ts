import { z } from "zod";

/** A block, or what stands in one, as far as it holds text: https://docs.slack.dev/reference/block-kit/blocks */
type Shown = {
  type?: string | undefined;
  /** Of a block an object that holds it; of what stands in a block, the text itself. */
  text?: string | undefined;
  fields: Shown[];
  elements: Shown[];
  style?: unknown;
} & { [key in (typeof words)[number]]?: string | undefined };

/** What parts of rich text say instead of a text. */
const words = ["url", "user_id", "channel_id", "usergroup_id", "name", "range", "fallback"] as const;

const word = z.string().optional().catch(undefined);
const parts = z.lazy(() => z.array(shown).default([]).catch([]));
const text = z.union([z.string(), z.object({ text: z.string() }).transform((given) => given.text)]);

const shown: z.ZodType<Shown> = z.object({
  type: word,
  text: text.optional().catch(undefined),
  fields: parts,
  elements: parts,
  style: z.unknown().optional(),
  ...Object.fromEntries(words.map((key) => [key, word])),
});

/** Of another shape, too: nothing is read from them then. */
export const shownBlocks = z.array(shown).catch([]);

/** What people read in blocks, as mrkdwn. What is pressed or filled in there is not read as a text. */
export function textOfBlocks(blocks: readonly Shown[]): string {
  return lines(blocks.map(textOfBlock), "\n\n");
}

function textOfBlock({ type, text = "", fields, elements }: Shown): string {
  switch (type) {
    case "header":
    case "section":
    case "markdown":
      return lines([text, ...fields.map((field) => field.text ?? "")]);
    case "context":
      return lines(elements.map((element) => element.text ?? ""));
    case "rich_text":
      return lines(elements.map(textOfPart));
    default:
      return "";
  }
}

function textOfPart({ type, style, elements }: Shown): string {
  if (type !== "rich_text_list") return elements.map(inline).join("");
  const sign = (index: number) => (style === "ordered" ? `${index + 1}.` : "•");
  return lines(elements.map((item, index) => `${sign(index)} ${textOfPart(item)}`));
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types */
function inline(element: Shown): string {
  const { type, text = "", url = "", name = "", range = "", fallback = "" } = element;
  switch (type) {
    case "link":
      return text ? `<${url}|${text}>` : `<${url}>`;
    case "user":
      return `<@${element.user_id}>`;
    case "channel":
      return `<#${element.channel_id}>`;
    case "usergroup":
      return `<!subteam^${element.usergroup_id}>`;
    case "broadcast":
      return `<!${range}>`;
    case "emoji":
      return `:${name}:`;
    default:
      return text || fallback;
  }
}

function lines(texts: readonly string[], between = "\n"): string {
  return texts.filter((text) => text.trim() !== "").join(between);
}
