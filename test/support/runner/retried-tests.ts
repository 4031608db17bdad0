import type { Reporter, TestModule } from "vitest/node";
import { cutText } from "../../../src/cut-text.ts";

/** Names every test that was tried more than once, and why: passed in the end, it hides in the summary, and so does its fault. */
export const retriedTests: Reporter = {
  onTestRunEnd(modules) {
    const lines = modules.flatMap(linesOf);
    if (lines.length > 0) process.stdout.write(`\n Retried tests: ${lines.length}\n${lines.join("")}`);
  },
};

function linesOf(module: TestModule): string[] {
  return [...module.children.allTests()].flatMap((test) => {
    const tries = (test.diagnostic()?.retryCount ?? 0) + 1;
    const { state, errors } = test.result();
    const why = (errors ?? []).map(({ message }) => `      ${indented(message)}\n`);
    return tries > 1
      ? [`   ${module.relativeModuleId} > ${test.fullName} (${state} at try ${tries})\n${why.join("")}`]
      : [];
  });
}

function indented(message: string): string {
  return cutText(message, 1000).replaceAll("\n", "\n      ");
}
