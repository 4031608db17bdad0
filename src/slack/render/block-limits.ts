/** What Slack takes: https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/reference/views/modal-views */
export const blockLimits = {
  header: 150,
  sectionText: 3000,
  /** The sections that a message's text may fill; ours stays far below Slack's 50 blocks. */
  textSections: 12,
  /** Of a section. */
  fields: 10,
  fieldText: 2000,
  contextElements: 10,
  contextText: 2000,
  /** The elements that a message's notes may fill: four blocks of them. */
  notes: 40,
  /** An id among words. */
  code: 255,
  factLabel: 150,
  factValue: 2000,
  buttonText: 75,
  /** Of a link button and of a picture. */
  url: 3000,
  altText: 2000,
  /** `@slack/types` says 75 for both, newer pages 150 for the value. */
  placeholder: 150,
  optionText: 75,
  optionValue: 75,
  suggestions: 100,
  inputText: 3000,
  viewTitle: 24,
  viewBlocks: 100,
  /** Slack says 250 kB of a view; it adds fields of its own. */
  viewBytes: 240_000,
  /** The `text` of a message: chat.update takes 4,000 characters. */
  fallbackText: 4000,
} as const;
