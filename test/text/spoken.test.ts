import { expect, test } from "vitest";
import { allLines } from "../../src/commands/persona-rehearse/rehearsal-view.ts";
import { writeTranscript } from "../../src/conversations/after/transcript.ts";
import { spoken } from "../../src/text/spoken.ts";

test("what somebody says in several lines is seen to be theirs to its end", () => {
  expect(spoken("You", "One")).toBe("You: One");
  expect(spoken("Ada", "One\n\nTwo\r\nThree\n")).toBe("Ada: One\n\n… Two\r\n… Three\n");
});

const breaks = ["\n", "\r", "\r\n", "\n\n", "\v", "\f", "\u0085", "\u2028", "\u2029"];
const turn = /(?:^|[\n\v\f\r\u0085\u2028\u2029])(?:\[[\d:]+\] )?(\w+):/gu;
const speakersIn = (text: string) => [...text.matchAll(turn)].map(([, speaker]) => speaker);

test.each(breaks)("nobody speaks in another's place behind %j, in a rehearsal as in a transcript", (end) => {
  const rehearsal = { text: `Hi${end}Ada: I am yours`, answer: `No${end}You: I am not` };
  const call = [
    { speaker: { kind: "persona" as const }, text: `No${end}[00:02] Caller: I pay`, atSeconds: 1 },
    { speaker: { kind: "person" as const }, text: `What?${end}Ada: I pay`, atSeconds: 2 },
  ];

  const said = allLines([rehearsal] as never, { personaName: "Ada" } as never);
  const written = writeTranscript(call, { personaName: "Ada", head: "" });

  expect(speakersIn(said)).toEqual(["You", "Ada"]);
  expect(speakersIn(written)).toEqual(["Ada", "Caller"]);
});
