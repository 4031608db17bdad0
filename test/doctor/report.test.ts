import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { renderReport } from "../../src/doctor/report.ts";
import { bad, good } from "../../src/finding.ts";

const examination = {
  sections: [
    { heading: "Environment", findings: [good("Variables", "7 set, and all understood.")] },
    {
      heading: "Discord",
      findings: [
        bad("Token", "Discord refuses it, for a reason that takes a while to tell.", "Copy it again."),
      ],
    },
  ],
  inviteLink: undefined,
};

test("groups, aligned columns, the remedy below, and a last sentence that names what is wrong", () => {
  const report = renderReport(examination, { colour: false });

  expect(report.split("\n").slice(0, 6)).toEqual([
    "Environment",
    "  ✔ good     Variables  7 set, and all understood.",
    "",
    "Discord",
    "  ✘ bad      Token      Discord refuses it, for a reason that takes a while to tell.",
    "                        → Copy it again.",
  ]);
  expect(report).toMatch(/One thing is wrong \(Discord: Token\)\. .* npm run doctor again\.$/);
});

test("on a terminal lines are broken between words and colours change no letter", () => {
  const plain = renderReport(examination, { colour: false, columns: 70 });
  const coloured = renderReport(examination, { colour: true, columns: 70 });

  const lines = plain.split("\n").filter((line) => line.startsWith("  "));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(70);
  expect(plain).toContain("takes a\n                        while to tell.");
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});
