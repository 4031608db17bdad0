/**
 * How many times as long random tests play: their seeds are the same each time, so that a run of `npm test` need not be
 * long; whoever changes what they try has them play longer once.
 */
export const longer = Number(process.env.LONGER ?? 1);
