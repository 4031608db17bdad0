import type { FieldProblem } from "../rest/refusal.ts";
import { componentType, isSelect } from "../vocabulary.ts";
import type { Component } from "../wire.ts";
import { choiceProblems } from "./choice-rules.ts";
import { problem, repeatedIds, walkComponents } from "./component-walk.ts";

type Path = (string | number)[];

const maxRows = 5;
const maxNested = 40;
const maxTextTotal = 4000;
const linkStyle = 5;
const premiumStyle = 6;

/** What Discord refuses in a message's components although its published schema lets it pass. */
export function componentProblems(components: Component[], isVersion2: boolean): FieldProblem[] {
  const placed = [...walkComponents(components)];
  return [
    ...(isVersion2 ? version2Problems(components) : classicProblems(components)),
    ...repeatedIds(components),
    ...placed.flatMap(({ component, path }) => ownProblems(component, path)),
  ];
}

function classicProblems(components: Component[]): FieldProblem[] {
  const problems = [...components.entries()]
    .filter(([, component]) => component.type !== componentType.actionRow)
    .map(([index]) =>
      problem(["components", index, "type"], "UNION_TYPE_CHOICES", "Value must be one of (1)."),
    );
  if (components.length <= maxRows) return problems;
  return [
    ...problems,
    problem(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${maxRows} in length.`),
  ];
}

function version2Problems(components: Component[]): FieldProblem[] {
  const placed = [...walkComponents(components)];
  const text = placed.reduce((sum, { component }) => sum + (component.content?.length ?? 0), 0);
  const problems: FieldProblem[] = [];
  if (placed.length > maxNested)
    problems.push(
      problem(["components"], "COMPONENT_MAX_TOTAL", `At most ${maxNested} components in total.`),
    );
  if (text > maxTextTotal)
    problems.push(
      problem(["components"], "COMPONENT_TEXT_MAX", `At most ${maxTextTotal} characters in total.`),
    );
  return problems;
}

function ownProblems(component: Component, path: Path): FieldProblem[] {
  if (component.type === componentType.actionRow) return rowProblems(component, path);
  if (component.type === componentType.button) return buttonProblems(component, path);
  if (isSelect(component.type)) return choiceProblems(component, path);
  return [];
}

function rowProblems(row: Component, path: Path): FieldProblem[] {
  const inner = row.components ?? [];
  const hasSelect = inner.some(({ type }) => isSelect(type));
  if (!hasSelect || inner.length === 1) return [];
  return [
    problem([...path, "components"], "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select fills its row alone"),
  ];
}

function buttonProblems(button: Component, path: Path): FieldProblem[] {
  const problems = idAndUrlProblems(button, path);
  const hasFace = (button.label ?? "") !== "" || button.emoji !== undefined;
  if (!hasFace && button.style !== premiumStyle)
    problems.push(
      problem([...path, "label"], "BUTTON_COMPONENT_INVALID_LABEL", "A label or an emoji is required"),
    );
  return problems;
}

function idAndUrlProblems(button: Component, path: Path): FieldProblem[] {
  const isLink = button.style === linkStyle;
  const problems: FieldProblem[] = [];
  if (isLink && button.url === undefined) problems.push(required([...path, "url"]));
  if (!isLink && button.url !== undefined)
    problems.push(problem([...path, "url"], "BUTTON_COMPONENT_INVALID", "Only link buttons have a url"));
  if (isLink && button.custom_id !== undefined)
    problems.push(
      problem([...path, "custom_id"], "BUTTON_COMPONENT_INVALID", "A link button has no custom_id"),
    );
  if (!isLink && button.style !== premiumStyle && button.custom_id === undefined)
    problems.push(required([...path, "custom_id"]));
  return problems;
}

function required(path: Path): FieldProblem {
  return problem(path, "BASE_TYPE_REQUIRED", "This field is required");
}
