/** Names that are easily taken for one another, or for something else than a name. */
export const oddNames: readonly string[] = [
  ...[
    "Ada",
    "ada",
    " Ada  Lovelace ",
    "ÁDA",
    "A\u0301da",
    "“Ada”",
    "'Ada'",
    '"Bo"',
    "Bo",
    "bo ",
    "Cy",
    "Dee",
  ],
  ...["Straße", "STRASSE", "ẞ", "İstanbul", "ı", "ﬁnn", "Zoë", "zoe", "ZOË", "Ærø", "aero", "Émile", "emile"],
  ...[
    "Ω",
    "Ω",
    "Ǆ",
    "ǆ",
    "Łódź",
    "łodz",
    "à\u0316",
    "ångström",
    "äpfel",
    "Äpfel",
    "Zebra",
    "o'Brien",
    "O’Brien",
  ],
  ...["名前", "😀", "👩‍👩‍👧", "ض\u200fא", "ﷺ", "\u200b", "a\tb", "a\nb", "x".repeat(80)],
  ...["100 %", "_", "50_%", "a\\b", "!exclaim", "~tilde", "[1]", "(a)", "-", "1", "10", "2", "0", "-1"],
  ...["Bo; drop table personas", "null", "undefined", "__proto__", "constructor", "per_2222222222"],
  ...["<@U123>", "<!channel>", "@everyone", "*bold* _it_ ~s~", "`code`", "&amp; &lt;"],
  ...["Teacher Mary", "adopt me", "all", "linked"],
];

export const oddTexts: readonly string[] = [
  ...[
    "You help.",
    "You are Bo.",
    "You are Ada.\n\nAlways.",
    "",
    " ",
    "1",
    "{{name}}",
    "[record per_2222222222]",
  ],
  ...[
    "😀".repeat(200),
    "x".repeat(2999),
    `${"y".repeat(2000)} end`,
    "a\u0000b",
    "\ud83d",
    "\u202eright to left",
  ],
  "Answer in German: Straße, “quotes”, *stars*, <b>",
  "line\r\nline\n\n\n- list\n# title\n```js\ncode\n```",
];

export const oddNumbers: readonly string[] = [
  ...["0", "1", "2", "5", "30", "60", "1000", "999999", "-1", "0.5", "1e3", "٣", "", "NaN"],
  ...["20 / 100", "1/1", "0/0"],
];

/** Two that can be used, some that cannot. */
export const faces: readonly string[] = [
  ...["r90bbd427f71", "rc9cff32ceba", "r90bbd427f71", "rc9cff32ceba"],
  ...["rffffffffff", "pdced222244b", "Anna", "benjamin", "none", ""],
];

export const models: readonly string[] = [
  "",
  "tavus-one",
  "tavus-two",
  "tavus-one",
  "tavus-two",
  "odd model",
];
export const voices: readonly string[] = ["", "v0a1b2c3d4e5f", "Clara", "marcus", "no voice"];
/** Of each account in Tavus; the first is the operator's. */
export const accountKeys: readonly [readonly string[], readonly string[]] = [
  ["sandbox-tavus-key", "sandbox-tavus-next"],
  ["other-account-key", "other-account-next"],
];
export const keys: readonly string[] = ["", "", "", "", ...accountKeys.flat(), "bad key"];
