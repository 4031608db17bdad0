import "./main/prepare/prepare.mjs";

const { run } = await import("./main/run.ts");
await run(process.argv.slice(2));
