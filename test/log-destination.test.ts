import { expect, test } from "vitest";
import { createStandardOutput } from "../src/log-destination.ts";

/** A reader that fails as the list says, one failure for each try, and takes everything afterwards. */
function output(failures: (string | number)[]) {
  const taken: string[] = [];
  const destination = createStandardOutput((bytes) => {
    const next = failures.shift();
    if (typeof next === "string") throw Object.assign(new Error(next), { code: next });
    const part = bytes.subarray(0, next ?? bytes.length);
    taken.push(part.toString());
    return part.length;
  });
  return { destination, text: () => taken.join("") };
}

test.each([
  "ENOSPC",
  "EPIPE",
  "EIO",
  "EBADF",
])("a line that meets %s is lost, and that is said with the next", (code) => {
  const { destination, text } = output([code, code]);

  destination.write("one\n");
  destination.write("two\n");
  destination.write("three\n");

  const [note = "", ...rest] = text().split("\n");
  expect(JSON.parse(note)).toMatchObject({
    level: "warn",
    lines: 2,
    msg: "lines of the log could not be written",
  });
  expect(rest).toEqual(["three", ""]);
});

test("a pipe that is full for a moment loses nothing", () => {
  const { destination, text } = output(["EAGAIN", 2, "EAGAIN"]);

  destination.write("one\n");

  expect(text()).toBe("one\n");
});

test("a line of which half was written does not run into the next", () => {
  const { destination, text } = output([2, "ENOSPC"]);

  destination.write("one\n");
  destination.write("two\n");

  expect(text()).toMatch(/^on\n\{.*"lines":1.*\}\ntwo\n$/);
});
