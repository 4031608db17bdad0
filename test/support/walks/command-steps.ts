import type { FormValues } from "../../../src/chat/form/field.ts";
import { commands } from "../../../src/commands/all.ts";
import type { Dice } from "./dice.ts";
import { formIn, newScreen, valuesIn, type Who } from "./lane.ts";
import { inWorld } from "./plain-words.ts";
import { called, partOf, type Step, seenIn, someone, type Walk } from "./steps.ts";
import { personaWord, valuesFor } from "./values.ts";
import { oddNames, oddTexts } from "./vocabulary.ts";

/** Opens the form for a new persona and sends it; what is early goes where the platform asks. */
export function create({ dice, lead, isTame }: Walk): Step {
  const who = someone({ dice, lead, isTame });
  const fields = commands.find(({ name }) => name === "persona-create")?.form?.fields ?? {};
  const { template: _, ...earlyFields } = partOf(fields, true);
  const early = isTame ? tameEarly(dice) : valuesFor(dice, earlyFields, seenIn(lead));
  const late = {
    ...valuesFor(dice, partOf(fields, false), seenIn(lead)),
    name: dice.pick(oddNames),
    prompt: dice.chance(0.8) ? "You help." : dice.pick(oddTexts),
  };
  return {
    what: `${called(who)} creates ${JSON.stringify({ ...early, ...late })}`,
    reaches: "command persona-create",
    async act(lane) {
      const { platform } = lane;
      const opening = newScreen(lane, who);
      const values = platform === "discord" ? early : {};
      await lane.person(who).command({ command: "persona-create", values }, opening);
      const form = formIn(opening);
      if (!form) return opening;
      const answering = newScreen(lane, who);
      const typed = platform === "discord" ? late : { ...early, ...late };
      return lane.person(who).send(form, valuesIn(lane, typed, who), answering);
    },
  };
}

function tameEarly(dice: Dice): FormValues {
  return {
    ...(dice.chance(0.5) && { replica: dice.pick(["r90bbd427f71", "rc9cff32ceba", "rffffffffff"]) }),
    ...(dice.chance(0.2) && { model: dice.pick(["tavus-one", "tavus-two"]) }),
    ...(dice.chance(0.2) && { voice: "v0a1b2c3d4e5f" }),
  };
}

const listed = commands.filter(({ isListed, name }) => isListed !== false && name !== "persona-create");

/** Runs any command. Its help is about words on Slack and about options on Discord. */
export function run({ dice, lead, isTame }: Walk): Step {
  const who = someone({ dice, lead, isTame });
  const command = dice.pick(
    listed.filter(({ name }) =>
      name === "persona-help" ? !isTame : name !== "persona-forget" || dice.chance(0.1),
    ),
  );
  const values = valuesFor(dice, ("options" in command && command.options) || {}, seenIn(lead));
  return {
    what: `${called(who)} runs ${command.name} ${JSON.stringify(values)}`,
    reaches: `command ${command.name}`,
    async act(lane) {
      const asked = { command: command.name, values: valuesIn(lane, values, who) };
      return lane.person(who).command(asked, newScreen(lane, who));
    },
  };
}

const suggesting = [
  ["persona-show", "persona"],
  ["persona-create", "replica"],
  ["persona-create", "model"],
  ["persona-create", "template"],
  ["persona-create", "voice"],
] as const;

const admin: Who = { role: "admin", team: 0 };

/** Types into a field that suggests. */
export function type({ dice, lead }: Walk): Step {
  const [command, field] = dice.pick(suggesting);
  const typed = personaWord(dice, seenIn(lead));
  return {
    what: `is suggested ${field} for ${typed}`,
    reaches: `suggest ${field}`,
    async act(lane) {
      const choices = await lane.person(admin).suggest(inWorld(lane.known, typed), { command, field });
      const answering = newScreen(lane, admin);
      answering.said.push({ how: "suggest", choices });
      return answering;
    },
  };
}
