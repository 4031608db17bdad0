import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exposedFiles, exposedFolder, makePrivateFile, whereKnown } from "../src/private-files.ts";
import { makeFolder } from "./support/databases.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

function withUmask(umask: number): void {
  const before = process.umask(umask);
  onTestFinished(() => void process.umask(before));
}

test.each([
  0o000, 0o022, 0o077, 0o777,
])("with the umask %o a new file and its folder are their owner's alone", (umask) => {
  const file = join(makeFolder(), "data", "file");
  withUmask(umask);

  makePrivateFile(file);

  expect([modeOf(file), modeOf(join(file, ".."))]).toEqual([0o600, 0o700]);
});

test("what root makes in somebody's folder is theirs, with the folders on its way", () => {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? 65_534 : process.getuid?.();
  const theirs = makeFolder();
  if (isRoot) chownSync(theirs, 65_534, 65_534);
  const file = join(theirs, "data", "deep", "file");

  makePrivateFile(file);

  const made = [file, join(theirs, "data", "deep"), join(theirs, "data")];
  expect(made.map((path) => statSync(path).uid)).toEqual([owner, owner, owner]);
});

test("what is there already stays as it is", () => {
  const file = join(makeFolder(), "file");
  writeFileSync(file, "kept");
  chmodSync(file, 0o644);

  makePrivateFile(file);

  expect([modeOf(file), statSync(file).size]).toEqual([0o644, 4]);
});

test.each([
  [0o600, undefined],
  [0o400, undefined],
  [0o644, /^Others may read .*mode 0644/],
  [0o640, /^Others may read .*mode 0640/],
  [0o604, /^Others may read .*mode 0604/],
  [0o622, /^Others may change .*mode 0622/],
])("a file of the mode %o is told from one that others may read or change", (mode, words) => {
  const file = join(makeFolder(), "file");
  writeFileSync(file, "");
  chmodSync(file, mode);

  const told = exposedFiles([file, `${file}-that-is-not-there`]);

  expect(told).toEqual(
    words ? [{ sentence: expect.stringMatching(words), remedy: `chmod 600 ${file}` }] : [],
  );
});

test.each([
  [0o700, undefined],
  [0o711, undefined],
  [0o755, /list what is in/],
  [0o777, /replace what is in/],
])("a folder of the mode %o is told from one that is open", (mode, words) => {
  const folder = join(makeFolder(), "data");
  mkdirSync(folder);
  chmodSync(folder, mode);

  const told = exposedFolder(join(folder, "file"));

  expect(told).toEqual(
    words ? [{ sentence: expect.stringMatching(words), remedy: `chmod 700 ${folder}` }] : [],
  );
});

// No file system that knows no modes can be had on demand; these are the codes of those over a network, and of others.
test.each([
  ["EPERM", true],
  ["EINVAL", true],
  ["ENOTSUP", true],
  ["ENOSYS", true],
  ["EIO", false],
  ["ENOSPC", false],
  ["EACCES", false],
])("that a file system says %s to what it need not know is passed over: %s", (code, isPassedOver) => {
  const ask = () =>
    whereKnown(() => {
      throw Object.assign(new Error("low-level words"), { code });
    });

  if (isPassedOver) expect(ask).not.toThrow();
  else expect(ask).toThrow("low-level words");
});
