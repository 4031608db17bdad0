/** Opens the form of a new persona filled in from one that is here; its state is the record's id. */
export const duplicateAction = "duplicate";
