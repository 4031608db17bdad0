/** Topics of the warnings that another setting ends, each with what is below it, by the setting. */
export const settledTopics = { channel: "channel", autoSync: "sync" } as const;
