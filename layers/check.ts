import { fileURLToPath } from "node:url";
import { checkTree } from "./check-tree.ts";

const refusals = checkTree(fileURLToPath(new URL("..", import.meta.url)));
for (const refusal of refusals) console.error(refusal);
if (refusals.length > 0) process.exitCode = 1;
