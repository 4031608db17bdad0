import { expect, test } from "vitest";
import { markedName, recordIn, withoutMark } from "../../src/link/name-mark.ts";

const id = "vid_23456789ab";

test.each([
  ["as it was sent", markedName("Ada", id), "Ada"],
  ["without what is not ASCII", "Ada vid_23456789ab", "Ada"],
  ["with two blanks where that stood", "Ada  vid_23456789ab", "Ada"],
  ["without punctuation", "Ada vid23456789ab", "Ada"],
  ["with a question mark for what is not ASCII", "Ada ? vid_23456789ab", "Ada ?"],
  ["in capitals", "ADA · VID_23456789AB", "ADA"],
  ["with a blank at its end", "Ada · vid_23456789ab ", "Ada"],
  ["of a name with marks of its own", markedName("Ready!! – go · now?", id), "Ready!! – go · now?"],
  ["of a name that is a mark", markedName("vid_aaaaaaaaaa", id), "vid_aaaaaaaaaa"],
  ["of no name", "vid_23456789ab", ""],
])("the record of a name that Tavus keeps %s is read from its end", (_how, name, rest) => {
  expect([recordIn(name, "vid"), withoutMark(name, "vid").trim()]).toEqual([id, rest]);
});

test.each([
  "Ada",
  "",
  "David 23456789ab",
  "David23456789ab",
  "Ada · vid_23456789",
  "Ada · vid_23456789abc",
  "Ada · vid_23456789ab (2)",
  "Ada · con_23456789ab",
  "Ada vid 23456789ab cut",
])("%j carries no mark of a video", (name) => {
  expect(recordIn(name, "vid")).toBeUndefined();
  expect(withoutMark(name, "vid")).toBe(name);
});
