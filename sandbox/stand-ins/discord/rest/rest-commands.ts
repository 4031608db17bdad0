import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandUpdateRequestSchema,
} from "discord-api-spec/zod";
import {
  type Command,
  type CommandBody,
  commandBodySchema,
  commandTypeOf,
  renderCommand,
} from "../person/command.ts";
import { commandProblems, commandSetProblems } from "../rules/command-rules.ts";
import { problem } from "../rules/component-walk.ts";
import { schemaProblems } from "../rules/schema-check.ts";
import { isRecord } from "../wire.ts";
import type { World } from "../world.ts";
import { DiscordRefusal, type FieldProblem, refuseIfAny } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

const base = "/applications/:application/commands";

/** Global commands. A PUT replaces the whole set, a POST with a known name replaces that one. */
export const commandRoutes: Route[] = [
  { method: "GET", pattern: base, handle: (call) => listCommands(call) },
  { method: "PUT", pattern: base, handle: (call) => replaceCommands(call) },
  { method: "POST", pattern: base, handle: (call) => upsertCommand(call) },
  { method: "GET", pattern: `${base}/:command`, handle: (call) => showCommand(call) },
  { method: "DELETE", pattern: `${base}/:command`, handle: (call) => deleteCommand(call) },
];

function listCommands({ world, param }: Call) {
  requireOwnApplication(world, param("application"));
  return { status: 200, body: [...world.commands.values()].map((command) => render(world, command)) };
}

function replaceCommands({ world, param, json }: Call) {
  requireOwnApplication(world, param("application"));
  if (!Array.isArray(json)) throw new DiscordRefusal("invalidFormBody", [notAList]);
  const problems = json.flatMap((body, index) =>
    problemsOf(body, ApplicationCommandUpdateRequestSchema).map((found) => ({
      ...found,
      path: [index, ...found.path],
    })),
  );
  refuseIfAny(problems);
  const bodies = json.map((body) => commandBodySchema.parse(body));
  refuseIfAny(commandSetProblems(bodies));
  const commands = bodies.map((body) => register(world, body));
  world.commandPuts += 1;
  world.commands.clear();
  return { status: 200, body: store(world, commands) };
}

const notAList: FieldProblem = {
  path: [],
  code: "BASE_TYPE_BAD_TYPE",
  message: "A list of commands is expected",
};

function upsertCommand({ world, param, json }: Call) {
  requireOwnApplication(world, param("application"));
  refuseIfAny(problemsOf(json, ApplicationCommandCreateRequestSchema));
  const body = commandBodySchema.parse(json);
  const isNew = !world.commands.has(keyOf(body));
  return { status: isNew ? 201 : 200, body: store(world, [register(world, body)])[0] };
}

function showCommand({ world, param }: Call) {
  return { status: 200, body: render(world, findById(world, param("command"))) };
}

function deleteCommand({ world, param }: Call) {
  world.commands.delete(keyOf(findById(world, param("command"))));
  announce(world);
  return { status: 204 };
}

/** The published schema types the permissions as a number; on the wire they are a string of digits. */
function problemsOf(body: unknown, schema: Parameters<typeof schemaProblems>[0]): FieldProblem[] {
  if (!isRecord(body)) return [problem([], "BASE_TYPE_BAD_TYPE", "A command object is expected")];
  const { default_member_permissions: permissions, ...rest } = body;
  const problems = [...permissionProblems(permissions), ...schemaProblems(schema, rest)];
  return problems.length > 0 ? problems : commandProblems(commandBodySchema.parse(body));
}

function permissionProblems(permissions: unknown): FieldProblem[] {
  if (permissions == null || (typeof permissions === "string" && /^\d+$/.test(permissions))) return [];
  return [problem(["default_member_permissions"], "BASE_TYPE_BAD_TYPE", "A bit set as a string is expected")];
}

/** A command that keeps its name keeps its id. */
function register(world: World, body: CommandBody): Command {
  const id = world.commands.get(keyOf(body))?.id ?? world.nextId();
  return { ...body, id, version: world.nextId() };
}

function store(world: World, commands: Command[]): Record<string, unknown>[] {
  for (const command of commands) world.commands.set(keyOf(command), command);
  announce(world);
  return commands.map((command) => render(world, command));
}

function announce(world: World): void {
  world.events.emit({ kind: "commands", names: [...world.commands.values()].map(({ name }) => name) });
}

function findById(world: World, id: string): Command {
  const command = [...world.commands.values()].find((candidate) => candidate.id === id);
  if (command === undefined) throw new DiscordRefusal("unknownCommand");
  return command;
}

function keyOf(command: CommandBody): string {
  return `${commandTypeOf(command)} ${command.name}`;
}

function render(world: World, command: Command): Record<string, unknown> {
  return renderCommand(command, world.applicationId);
}

function requireOwnApplication(world: World, id: string): void {
  if (id !== world.applicationId) throw new DiscordRefusal("missingAccess");
}
