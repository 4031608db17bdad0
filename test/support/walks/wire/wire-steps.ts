import type { Form, PressableButton, Seen } from "../../black-box/black-box-chat.ts";
import type { Dice } from "../dice.ts";
import { inWorld } from "../plain-words.ts";
import { entriesFor } from "./wire-entries.ts";
import { personOf, type Screen, screenOf, type WireLane } from "./wire-lane.ts";
import { lateFields } from "./wire-words.ts";

/** Something that somebody does; `isThere`: what it is done to still stands on the screen of that lane. */
export type WireStep = {
  what: string;
  reaches: string;
  isThere(lane: WireLane): boolean;
  act(lane: WireLane): Promise<Screen>;
};

export type WireWalk = { dice: Dice; lead: WireLane };

const isThere = () => true;

function standing(lane: WireLane, screen: Screen | undefined, at: number): Seen | undefined {
  const id = screen?.messages[at]?.id;
  return (
    screen &&
    personOf(lane, screen.who)
      .messages()
      .find((seen) => seen.id === id)
  );
}

/** Neither a link nor a file, which hangs on the message on Discord. */
const isPressable = ({ code, label }: PressableButton) => code !== "" && !/^Open .+\.\w+$/.test(label);

export function press({ dice, lead }: WireWalk): WireStep | undefined {
  const offers = lead.screens.flatMap(({ messages }, index) =>
    messages.flatMap(({ buttons }, at) =>
      buttons.filter(isPressable).map(({ label }) => ({ index, at, label })),
    ),
  );
  const newest = offers.filter(({ index }) => index === offers.at(-1)?.index);
  if (newest.length === 0) return undefined;
  const { index, at, label } = dice.pick(dice.chance(0.8) ? newest : offers);
  return {
    what: `press ${label} of ${index}`,
    reaches: `button ${label}`,
    isThere: (lane) =>
      standing(lane, lane.screens[index], at)?.buttons.some((button) => button.label === label) ?? false,
    act(lane) {
      const { who, messages } = screenAt(lane, index);
      return screenOf(lane, who, () => personOf(lane, who).press(messages[at]?.id ?? "", label));
    },
  };
}

export function choose({ dice, lead }: WireWalk): WireStep | undefined {
  const menus = lead.screens.flatMap(({ messages }, index) =>
    messages.flatMap(({ choices }, at) => (choices.length > 0 ? [{ index, at, choices }] : [])),
  );
  const newest = menus.at(-1);
  if (!newest) return undefined;
  const { index, at, choices } = dice.chance(0.7) ? newest : dice.pick(menus);
  const turn = Math.floor(dice.next() * choices.length);
  const valueIn = (lane: WireLane) => screenAt(lane, index).messages[at]?.choices[turn]?.value ?? "";
  return {
    what: `choose ${choices[turn]?.label} of ${index}`,
    reaches: "a choice",
    isThere: (lane) =>
      standing(lane, lane.screens[index], at)?.choices.some(({ value }) => value === valueIn(lane)) ?? false,
    act(lane) {
      const { who, messages } = screenAt(lane, index);
      return screenOf(lane, who, () => personOf(lane, who).choose(messages[at]?.id ?? "", valueIn(lane)));
    },
  };
}

function screenAt({ name, screens }: WireLane, index: number): Screen {
  const screen = screens[index];
  if (!screen) throw new Error(`${name} has no screen ${index}`);
  return screen;
}

/** Sends the form that has just opened, or was refused. */
export function send({ dice, lead }: WireWalk): WireStep | undefined {
  const index = lead.screens.length - 1;
  const command = lead.screens[index]?.form?.identity.command;
  if (command === undefined) return undefined;
  const typed = entriesFor(dice, lateFields(command));
  return {
    what: `send ${command} of ${index} with ${JSON.stringify(typed)}`,
    reaches: `form ${command}`,
    isThere,
    async act(lane) {
      const { form, who } = screenAt(lane, index);
      if (!form) throw new Error(`${lane.name} has no such form`);
      const own = Object.entries(typed).map(([key, value]) => [
        key,
        typeof value === "string" ? inWorld(lane.known, value) : value,
      ]);
      let again: Form | undefined;
      const screen = await screenOf(lane, who, async () => {
        const submission = await form.submit(Object.fromEntries(own));
        const said = await submission.said();
        const isRefused = lane.platform === "Slack" ? said !== "" : said.includes("Not saved yet");
        again = isRefused ? (await submission.refusal()).form : undefined;
        return undefined;
      });
      // Discord says why in a message, and Slack in the form.
      return again ? { who, messages: [], form: again, isRefused: true } : screen;
    },
  };
}
