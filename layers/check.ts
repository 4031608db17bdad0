import { fileURLToPath } from "node:url";
import { readOwnArguments } from "../src/command-line/read-arguments.ts";
import { checkTree } from "./check-tree.ts";

readOwnArguments({ call: "node layers/check.ts", does: "Checks who imports whom, by layers/table.ts." });
const refusals = checkTree(fileURLToPath(new URL("..", import.meta.url)));
for (const refusal of refusals) console.error(refusal);
if (refusals.length > 0) process.exitCode = 1;
