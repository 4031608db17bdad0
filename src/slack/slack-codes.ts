import { app, mistake, update } from "../chat/meanings.ts";
import { inOperatorsWords, type Meaning } from "../chat/refusal.ts";
import { meanings, passing, status } from "./slack-meanings.ts";

/** Ways to say that a call is not written as Slack wants it. */
const malformed =
  /^(invalid_(arg_name|arguments|array_arg|attachments|blocks|blocks_format|charset|cursor|form_data|json|metadata\w*|post_type|view)|missing_(argument|post_type|users)|json_not_object|alt_txt_too_large|unknown_(snippet_type|subtype)|users_list_not_supplied|(not_enough|too_many|duplicate)_users|(cannot_reply_to|duplicate_channel_not_found|duplicate_message_not_found|cant_broadcast|no_dual_broadcast)\w*|metadata_\w+|(invalid|missing)_unfurl\w*|(invalid|missing)_source|missing_(channel|ts)|cannot_parse_attachment|markdown_text_conflict|file_ids_limit_exceeded|too_many_contact_cards|upgrade_required)$/;

/** What a code means; undefined for one that nobody has met here. `http_503` is ours for an answer without a code. */
export function meaningOf(code: string): Meaning | undefined {
  if (Object.hasOwn(meanings, code)) return meanings[code];
  if (malformed.test(code)) return mistake("Slack does not take what was sent");
  const http = Number(/^http_(\d+)$/.exec(code)?.[1]);
  if (!http) return undefined;
  const passes = http >= 500 || [408, 425, 429].includes(http);
  if (passes) return passing(`Slack answered with ${code}`, status);
  return app(
    `what answered is not Slack (${code})`,
    "Check SLACK_API_URL, and whether a proxy stands between.",
  );
}

/** The same for every code. */
export function meaningFor(code: string): Meaning {
  return (
    meaningOf(code) ??
    app(
      `Slack says “${code}”`,
      `The pages at https://docs.slack.dev/reference/methods say what it means. If it is none of the workspace's: ${update}`,
    )
  );
}

/** Whether only another token, or a new installation, helps. */
export function isAboutToken(code: string): boolean {
  return meaningOf(code)?.about === "token";
}

/** Whether waiting may help. */
export function passesByItself(code: string): boolean {
  return meaningOf(code)?.passes === true;
}

/** What Slack says beside the code: the scopes that a call needs and the token has, and what is wrong with a message. */
export type CodeDetails = {
  needed?: string | undefined;
  provided?: string | undefined;
  messages?: readonly string[] | undefined;
};

/** `missing_scope: the app lacks a scope (files:read). Run …`, for the log and for errors. */
export function explainCode(code: string, details: CodeDetails = {}): string {
  const meaning = meaningOf(code);
  return meaning ? `${code}: ${inOperatorsWords(withDetails(meaning, details))}` : code;
}

/** The same meaning with what Slack says beside the code. */
export function withDetails(meaning: Meaning, { needed, provided, messages = [] }: CodeDetails): Meaning {
  const said = [
    ...(needed === undefined ? [] : [needed]),
    ...(provided === undefined ? [] : [`it has ${provided}`]),
    ...messages,
  ];
  return said.length === 0 ? meaning : { ...meaning, cause: `${meaning.cause} (${said.join("; ")})` };
}
