import type { Fields } from "../../../src/chat/form/field.ts";
import { isEarly } from "../../../src/chat/form/form.ts";
import { type RecordingAnswering, recordAnswering } from "../recording-answering.ts";
import type { Dice } from "./dice.ts";
import { buttonsIn, formIn, type Lane, newScreen, valuesIn, type Who } from "./lane.ts";
import { labelsOf } from "./plain-words.ts";
import { files, type Seen, valuesFor } from "./values.ts";

/** Something that somebody does, in any lane; `reaches` names what is tried by it. */
export type Step = {
  what: string;
  reaches: string;
  act(lane: Lane): Promise<RecordingAnswering | undefined>;
};

/** `isTame`: nothing early that one platform refuses before the form opens, and the other in the form. */
export type Walk = { dice: Dice; lead: Lane; isTame: boolean };

/** Mostly admins, so that most of it is done. */
const roles = ["admin", "admin", "admin", "admin", "manager", "member"] as const;

export function someone({ dice, lead }: Walk): Who {
  const role = dice.pick(roles);
  return { role, team: lead.teams.length === 1 ? 0 : Math.floor(dice.next() * lead.teams.length) };
}

export const called = ({ role, team }: Who) => (team === 0 ? role : `${role} of team ${team}`);

export function seenIn({ known, accounts }: Lane): Seen {
  const personas = accounts().flatMap((account) => account.personas);
  const names = personas.map(({ document }) => String(document.persona_name));
  return { names: names.filter((name) => name !== ""), labels: (kind) => labelsOf(known, kind) };
}

/** Presses something that an answer offers: mostly the newest, sometimes twice, sometimes as somebody else. */
export function press({ dice, lead, isTame }: Walk): Step | undefined {
  const offers = lead.screens.flatMap(({ answering }, index) =>
    buttonsIn(answering).map((button, place) => ({ index, place, button })),
  );
  const newest = offers.filter(({ index }) => index === offers.at(-1)?.index);
  if (newest.length === 0) return undefined;
  const { index, place, button } = dice.pick(dice.chance(0.7) ? newest : offers);
  const other = dice.chance(0.1) ? someone({ dice, lead, isTame }) : undefined;
  const isTwice = dice.chance(0.08);
  return {
    what: `${other ? `${called(other)}: ` : ""}press ${button.label} (${button.action}) of ${index}${isTwice ? ", twice" : ""}`,
    reaches: `button ${button.action}`,
    async act(lane) {
      const screen = lane.screens[index];
      const own = screen && buttonsIn(screen.answering)[place];
      if (!screen || !own) throw new Error(`${lane.name} does not offer it`);
      const who = other ?? screen.who;
      const answering = newScreen(lane, who);
      await lane.person(who).press(own, { answering });
      if (isTwice) await lane.person(who).press(own, { answering: recordAnswering({ files }) });
      return answering;
    },
  };
}

/** Sends a form that has opened, mostly the newest; sometimes one that was sent before. */
export function send({ dice, lead }: Walk): Step | undefined {
  const forms = lead.screens.flatMap(({ answering }, index) => (formIn(answering) ? [index] : []));
  const newest = forms.at(-1);
  if (newest === undefined) return undefined;
  const index = dice.chance(0.85) ? newest : dice.pick(forms);
  const form = lead.screens[index] && formIn(lead.screens[index].answering);
  const typed = valuesFor(dice, partOf(form?.form.fields ?? {}, false), seenIn(lead));
  return {
    what: `send ${form?.command} of ${index} with ${JSON.stringify(typed)}`,
    reaches: `form ${form?.command}`,
    async act(lane) {
      const screen = lane.screens[index];
      const own = screen && formIn(screen.answering);
      if (!screen || !own) throw new Error(`${lane.name} has no such form`);
      const answering = newScreen(lane, screen.who);
      return lane.person(screen.who).send(own, valuesIn(lane, typed, screen.who), answering);
    },
  };
}

/** Those that Discord asks before the form opens, or the others. */
export function partOf(fields: Fields, early: boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => isEarly(field) === early));
}
