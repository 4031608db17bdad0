import { expect, test } from "vitest";
import { shortcutPayload } from "../../../src/slack/read/payload.ts";
import { readFile } from "../../../src/slack/read/read-file.ts";
import { readGivenMessage } from "../../../src/slack/read/read-message.ts";

/** What another app may have added: https://docs.slack.dev/reference/methods/files.remote.info */
const remote = {
  name: "prompt.md",
  size: 0,
  mode: "external",
  is_external: true,
  url_private: "https://files.slack.com/files-pri/T1-F9/secret.md",
};
const uploaded = { ...remote, size: 4, mode: "hosted", is_external: false };

test.each([
  ["says that it is external", { is_external: true }],
  ["is of the mode external", { mode: "external" }],
])("a file that %s has no address, for the one that it names would be told the token", (_what, marks) => {
  expect(readFile({ ...uploaded, ...marks })).toEqual({ name: "prompt.md", sizeBytes: 4, url: "" });
});

test("a message's file that is kept elsewhere is among its files, so that whoever chose it is told", () => {
  const payload = shortcutPayload.parse({
    callback_id: "persona-create",
    user: { id: "U1" },
    channel: { id: "C1" },
    trigger_id: "1.2",
    message: { text: "", files: [remote, uploaded, { name: "not shown to the app" }] },
  });

  const { files } = readGivenMessage(payload, { names: new Map(), files: [] });

  expect(files).toEqual([
    { name: "prompt.md", sizeBytes: 0, url: "" },
    { name: "prompt.md", sizeBytes: 4, url: uploaded.url_private },
  ]);
});
