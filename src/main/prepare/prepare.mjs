/**
 * What must be so before anything else is loaded. Plain JavaScript: to read its first TypeScript that it has not compiled
 * yet, Node loads a compiler of 18 MB, which then stays. `npm start` has this file loaded ahead of `src/main.ts`, which is
 * thereby found compiled; whoever starts that directly pays for the compiler, and gets the rest.
 */
import "./node-version.mjs";
import { keepCompiledCode } from "./compile-cache.mjs";
import { knowFiles } from "./known-files.mjs";
import { sizeYoungSpace } from "./young-space.mjs";

keepCompiledCode();
knowFiles();
sizeYoungSpace();
