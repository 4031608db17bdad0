/** A button under a reply. Its state comes back when it is pressed; `button-code.ts` packs both into one id. */
export type Button = {
  label: string;
  action: string;
  state: string;
  style?: "primary" | "secondary" | "danger";
};

/** One labelled value; `code` sets it in a fixed-width font, for ids that people copy. */
export type Fact = { label: string; value: string; code?: boolean };

/**
 * What a command answers, free of any platform. Every text is plain: the platforms escape it, so user text can
 * neither mention anyone nor break the layout. Nobody is ever mentioned.
 */
export type Reply = {
  tone: "success" | "warning" | "failure" | "neutral" | "working";
  /** At most 150 characters; also the notification text. */
  title: string;
  /** At most 3,000 characters; line breaks are kept. */
  text?: string;
  /** At most 10. */
  facts?: Fact[];
  /** Small print below, one line each. */
  notes?: string[];
  /** At most 5. */
  buttons?: Button[];
  /** Who sees it; private, to the person who acted, when absent. */
  visibility?: "private" | "public";
};
