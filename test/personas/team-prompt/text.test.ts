import fc from "fast-check";
import { expect, test } from "vitest";
import { noTeamPrompt } from "../../../src/database/team/team-prompt.ts";
import { changedTeamPrompt, withTeamPrompt } from "../../../src/personas/team-prompt/text.ts";

const kind = "Be kind.\nAnswer in German.";
const brief = "Be brief.";

test.each<{ what: string; prompt: string; text: string; earlier?: string[]; becomes: string }>([
  {
    what: "is added as the last paragraph",
    prompt: "You are Ada.",
    text: kind,
    becomes: `You are Ada.\n\n${kind}`,
  },
  {
    what: "is not added twice",
    prompt: `You are Ada.\n\n${kind}`,
    text: kind,
    becomes: `You are Ada.\n\n${kind}`,
  },
  {
    what: "is not added where it stands",
    prompt: `${kind}\n\nYou are Ada.`,
    text: kind,
    becomes: `${kind}\n\nYou are Ada.`,
  },
  {
    what: "is known with other line breaks, as Tavus may make them",
    prompt: "You are Ada.\r\n\r\nBe kind.\r\nAnswer in  German. ",
    text: kind,
    becomes: "You are Ada.\r\n\r\nBe kind.\r\nAnswer in  German. ",
  },
  {
    what: "takes the place of an earlier one",
    prompt: `You are Ada.\n\n${brief}`,
    text: kind,
    earlier: ["Never.", brief],
    becomes: `You are Ada.\n\n${kind}`,
  },
  {
    what: "takes the place of the whole of an earlier one that ends as another",
    prompt: `You are Ada.\n\nBe kind.\n\n${brief}`,
    text: kind,
    earlier: [brief, `Be kind.\n\n${brief}`],
    becomes: `You are Ada.\n\n${kind}`,
  },
  {
    what: "that ends as an earlier one stays whole",
    prompt: `You are Ada.\n\n${kind}\n\n${brief}`,
    text: `${kind}\n\n${brief}`,
    earlier: [brief],
    becomes: `You are Ada.\n\n${kind}\n\n${brief}`,
  },
  {
    what: "that is gone is taken out",
    prompt: `You are Ada.\n\n${brief}`,
    text: "",
    earlier: [brief],
    becomes: "You are Ada.",
  },
  {
    what: "that is gone stays where somebody wrote on",
    prompt: `Hi.\n\n${brief}\n\nMore.`,
    text: "",
    earlier: [brief],
    becomes: `Hi.\n\n${brief}\n\nMore.`,
  },
  {
    what: "that somebody typed into a sentence is theirs",
    prompt: `Always: ${brief}`,
    text: "",
    earlier: [brief],
    becomes: `Always: ${brief}`,
  },
  { what: "that is all there is stays", prompt: brief, text: "", earlier: [brief], becomes: brief },
  {
    what: "with signs of patterns is a text",
    prompt: "You (a+)+ are.",
    text: "(a|b)* [c] \\ $1",
    becomes: "You (a+)+ are.\n\n(a|b)* [c] \\ $1",
  },
])("a team prompt $what", ({ prompt, text, earlier = [], becomes }) => {
  expect(withTeamPrompt(prompt, { text, earlier })).toBe(becomes);
});

test("whatever a team sets one after the other, each prompt ends with the newest alone, and is as it was when there is none", () => {
  const words = fc.stringMatching(/^[a-z.$(*]{1,4}( [a-z.]{1,4}){0,3}$/);
  const texts = fc.uniqueArray(
    words.map((text) => `Team ${text}`),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(
      words.map((text) => `You are ${text}`),
      texts,
      (own, each) => {
        let teamPrompt = noTeamPrompt;
        let prompt = own;
        for (const text of each) {
          teamPrompt = changedTeamPrompt(teamPrompt, text);
          prompt = withTeamPrompt(prompt, teamPrompt);
          expect(prompt).toBe(`${own}\n\n${text}`);
          expect(withTeamPrompt(prompt, teamPrompt)).toBe(prompt);
        }
        expect(withTeamPrompt(prompt, changedTeamPrompt(teamPrompt, ""))).toBe(own);
      },
    ),
  );
});

test("a prompt that is one long run of blanks costs no time that grows with its square", () => {
  const prompt = `You are.${" ".repeat(100_000)}`;
  expect(withTeamPrompt(prompt, { text: "Be  kind.", earlier: ["You are kind."] })).toBe(
    "You are.\n\nBe  kind.",
  );
});

const likeIt: { where: string; part: string; whole(prompt: string, text: string): string }[] = [
  { where: "everywhere", part: "a b\n", whole: (prompt) => prompt },
  {
    where: "nearly everywhere",
    part: `${"a b ".repeat(249)}a c\n`,
    whole: (prompt, text) => `${prompt}\n\n${text}`,
  },
  // Its end is an earlier text of the team's, and what is left holds the new one.
  {
    where: "with blanks",
    part: `a b ${" ".repeat(996)}`,
    whole: (prompt) => prompt.substring(0, prompt.length - 250_001).trimEnd(),
  },
];

test.each(likeIt)("a long prompt that is $where like the team's is read to its end", ({ part, whole }) => {
  const [text, prompt] = ["a b ".repeat(250).trim(), `${part.repeat(500_000 / part.length)}x`];

  const made = withTeamPrompt(prompt, { text, earlier: [`${text} x`, `b ${text}`] });

  // Compared here: a difference so long is nothing to show.
  expect(made === whole(prompt, text)).toBe(true);
});
