import { Routes } from "discord.js";
import { expect, test } from "vitest";
import { outcomeOf, setScene } from "./discord-test-bot.ts";

const commands = [{ name: "make", description: "Make" }];

test.each([
  ["upper case", { name: "Make", description: "x" }, "0.name"],
  ["no description", { name: "make", description: "" }, "0.description"],
  [
    "permissions as a number",
    { name: "make", description: "x", default_member_permissions: 32 },
    "0.default_member_permissions",
  ],
  [
    "a required option after an optional one",
    {
      name: "make",
      description: "x",
      options: [
        { type: 3, name: "a", description: "a" },
        { type: 3, name: "b", description: "b", required: true },
      ],
    },
    "0.options.1",
  ],
  [
    "a choice value of 101",
    {
      name: "make",
      description: "x",
      options: [{ type: 3, name: "a", description: "a", choices: [{ name: "a", value: "v".repeat(101) }] }],
    },
    "0.options.0.choices.0.value",
  ],
])("a command with %s is refused and the old set stays", async (_, command, path) => {
  const { standIn, rest } = await setScene({ commands });

  const route = Routes.applicationCommands(standIn.applicationId);
  const refusal = await outcomeOf(rest.put(route, { body: [command] }));

  expect(refusal).toMatchObject({ status: 400, code: 50035 });
  expect(refusal).toHaveProperty(`errors.${path}`);
  expect(standIn.commands.map(({ name }) => name)).toEqual(["make"]);
  expect(standIn.commandPuts).toBe(1);
});
