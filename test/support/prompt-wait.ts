import { type OutcomeWait, usualOutcomeWait } from "../../src/link/await-outcome.ts";

/** The usual patience, but an outcome is seen as soon as it is there: thousands of tests wait for one. */
export const promptWait: OutcomeWait = { ...usualOutcomeWait, pollMs: 10 };
