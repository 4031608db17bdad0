import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page as Tab } from "playwright-core";
import { z } from "zod";

const axeResult = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** What axe finds that keeps people out: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
export async function seriousViolations(tab: Tab): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // Handed in by the debugger, because the page's own policy lets no foreign script in.
  await tab.evaluate(source);
  const { violations } = axeResult.parse(await tab.evaluate("axe.run(document)"));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join("\n")}`);
}
