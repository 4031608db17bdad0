/**
 * What a process may have made due for others: in the queue, a warning to post, an answer that somebody is owed, a shard to take; or what
 * a team has set, which they remember.
 */
export const workKinds = ["queue", "warnings", "owed", "shards", "settings"] as const;
export type WorkKind = (typeof workKinds)[number];

/** Between processes on one database. What is not heard is found all the same, by whoever looks next. */
export type Wakes = {
  tellOthers(kind: WorkKind): void;
  /** `hear` is called from now on until the database is closed. */
  listen(hear: (kind: WorkKind) => void): void;
};

/** On SQLite nobody else is there. */
export const nobodyElse: Wakes = { tellOthers() {}, listen() {} };
