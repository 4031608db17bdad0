import { listed, type PluralForms, plural } from "./plural.ts";

/** So many of something, as it stands inside a sentence or alone. */
const forms = {
  persona: (count) => ({ one: "1 persona", other: `${count} personas` }),
  template: (count) => ({ one: "1 template", other: `${count} templates` }),
  video: (count) => ({ one: "1 video", other: `${count} videos` }),
  replica: (count) => ({ one: "1 replica", other: `${count} replicas` }),
  transcript: (count) => ({ one: "1 transcript", other: `${count} transcripts` }),
  "earlier version": (count) => ({ one: "1 earlier version", other: `${count} earlier versions` }),
  step: (count) => ({ one: "1 step", other: `${count} steps` }),
  hour: (count) => ({ one: "1 hour", other: `${count} hours` }),
  day: (count) => ({ one: "1 day", other: `${count} days` }),
  minute: (count) => ({ one: "1 minute", other: `${count} minutes` }),
  "open room": (count) => ({ one: "1 open room", other: `${count} open rooms` }),
  line: (count) => ({ one: "1 line", other: `${count} lines` }),
  server: (count) => ({ one: "1 server", other: `${count} servers` }),
} satisfies Record<string, (count: number) => PluralForms>;

export type Thing = keyof typeof forms;

export function counted(count: number, thing: Thing): string {
  return plural(count, forms[thing](count));
}

/** Of several things, those that there are any of, such as “2 personas and 1 video”; "" where there is nothing. */
export function countedAll(counts: { [thing in Thing]?: number }): string {
  const some = Object.entries(counts).flatMap(([thing, count]) =>
    count > 0 && isThing(thing) ? [counted(count, thing)] : [],
  );
  return listed(some, "and");
}

function isThing(text: string): text is Thing {
  return Object.hasOwn(forms, text);
}
