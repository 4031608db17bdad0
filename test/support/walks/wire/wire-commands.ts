import type { Field } from "../../../../src/chat/form/field.ts";
import { commands } from "../../../../src/commands/all.ts";
import type { Entries } from "../../black-box/black-box-chat.ts";
import type { Dice } from "../dice.ts";
import { inWorld, labelsOf } from "../plain-words.ts";
import { personaWord } from "../values.ts";
import { typable } from "./wire-entries.ts";
import { personOf, screenOf } from "./wire-lane.ts";
import type { WireStep, WireWalk } from "./wire-steps.ts";

const isThere = () => true;

export function openCreate({ dice }: WireWalk): WireStep {
  const who = someone(dice);
  const early: Entries = {
    ...(dice.chance(0.6) && { replica: dice.pick(["r90bbd427f71", "rc9cff32ceba"]) }),
    ...(dice.chance(0.3) && { model: "tavus-glm-4.7" }),
    ...(dice.chance(0.2) && { speed: dice.pick(["slower", "faster"]) }),
  };
  return {
    what: `${who} opens persona-create with ${JSON.stringify(early)}`,
    reaches: "command persona-create",
    isThere,
    act: (lane) =>
      screenOf(lane, who, () => personOf(lane, who).run("persona-create", { options: {}, early })),
  };
}

/** Mostly the admin. */
const someone = (dice: Dice) => (dice.chance(0.85) ? 0 : 1);

/** Help is about words on Slack and about options on Discord, and a team that is forgotten has no more to show. */
const listed = commands.filter(
  ({ isListed, name }) =>
    isListed !== false && !["persona-create", "persona-help", "persona-forget"].includes(name),
);
/** Discord does not list them for anybody else, and Slack lists everything. */
const admins: readonly string[] = ["persona-setup"];

/** Runs a command with its first option, which both platforms ask with it. */
export function run({ dice, lead }: WireWalk): WireStep {
  const command = dice.pick(listed);
  const who = admins.includes(command.name) ? 0 : someone(dice);
  const [option] = Object.entries(("options" in command && command.options) || {});
  const value = option && dice.chance(0.8) ? wordFor({ dice, lead }, option) : "";
  return {
    what: `${who} runs ${command.name} ${value}`,
    reaches: `command ${command.name}`,
    isThere,
    act(lane) {
      const options = option && value !== "" ? { [option[0]]: inWorld(lane.known, value) } : {};
      return screenOf(lane, who, () => personOf(lane, who).run(command.name, { options, early: {} }));
    },
  };
}

function wordFor({ dice, lead }: WireWalk, [key, field]: [string, Field]): string {
  if (field.kind === "choice") return dice.pick(field.choices).value;
  if (key === "replica") return dice.pick(["anna", "r90bbd427f71", "zz"]);
  const inTavus = lead.bot.world.tavus.account().personas;
  const known = typable(inTavus.map(({ document }) => String(document.persona_name)));
  const word = personaWord(dice, { names: known, labels: (kind) => labelsOf(lead.known, kind) });
  return typable([word])[0] ?? "";
}
