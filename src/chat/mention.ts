/**
 * Somebody or something of the platform, by its id, shown under the name the reader knows it by. Nobody is notified:
 * roles and people of Discord, people of Slack, channels of both.
 */
export type Mention = { kind: "person" | "role" | "channel"; id: string };
