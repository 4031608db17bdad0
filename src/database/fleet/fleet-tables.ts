/** One process that is at work on this database. */
export type InstanceRow = {
  /** A random id of its own, new at each start. */
  instance_id: string;
  started_at: string;
  /** When it last said that it is there. */
  beat_at: string;
  /** JSON object: how each of its platforms is connected, by name. */
  platforms: string;
};

/** A place for one of a team's requests to Tavus at a time, whichever process sends it. */
export type GateRow = {
  /** A hash of the team's id. */
  gate: string;
  place: number;
  held_by: string;
  /** A process that dies holds it no longer. */
  held_until: string;
};

/** What there is about processes. It says nothing of any team, is given to none, and is left behind when data is moved. */
export type FleetTables = {
  instances: InstanceRow;
  gates: GateRow;
};

export const fleetTables = { instances: true, gates: true } as const satisfies {
  [table in keyof FleetTables]: true;
};
