const words: { [reason: string]: string } = {
  "max_call_duration reached": "its longest time was over",
  "participant_left_timeout reached": "everybody had left",
  "participant_absent_timeout reached": "nobody came in",
  end_conversation_endpoint_hit: "it was ended",
  daily_room_has_been_deleted: "it was deleted",
};

/** Why a call ended, in words. */
export function endWords(reason: string): string {
  return words[reason] ?? reason;
}
