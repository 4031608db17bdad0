/** How one interaction ended, for the log. */
export type Ending =
  | "answered"
  | "form opened"
  | "form refused"
  | "not allowed"
  | "not understood"
  | "unknown"
  | "repeated";
