import { keepCompiledCode } from "./main/compile-cache.ts";

// Before anything else is loaded.
keepCompiledCode();
const { run } = await import("./main/run.ts");
await run(process.argv.slice(2));
