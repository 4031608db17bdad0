import { expect, test } from "vitest";
import { modalView } from "../../../sandbox/stand-ins/slack/block-kit/block-kit-views.ts";
import { renderText } from "../../../src/slack/render/render-text.ts";

function sectionsOf(title: string, text: string) {
  const { blocks } = modalView.parse(renderText(title, text));
  return blocks.flatMap((block) => (block.type === "section" ? [block.text?.text ?? ""] : []));
}

test("a long text is a view Slack takes, with nothing of it lost", () => {
  const text = Array.from({ length: 5000 }, (_, line) => `line ${line}, “quoted” <!channel> 😀`).join("\n");

  const sections = sectionsOf("System prompt", text);

  expect(sections.length).toBeGreaterThan(50);
  expect(sections.join("")).toBe(text);
});

test("a long title is cut in the view's own title only", () => {
  const title = "System prompt of “A very long name”";
  const view = renderText(title, "Hello");

  expect(view?.title.text).toBe("System prompt of “A ver…");
  expect(view?.blocks[0]).toMatchObject({ type: "header", text: { text: title } });
});

test("a text with nothing in it says so", () => {
  expect(sectionsOf("Empty", " \n")).toEqual(["There is nothing in it."]);
});

test.each([
  ["more blocks than a view has", "x".repeat(300_000)],
  ["more bytes than a view has", "é".repeat(130_000)],
])("a text of %s is left to a file", (_what, text) => {
  expect(renderText("Large", text)).toBeUndefined();
});
