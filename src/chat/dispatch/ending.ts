/** How one interaction ended, for the log. */
export type Ending = "answered" | "form opened" | "form refused" | "not allowed" | "unknown" | "repeated";
