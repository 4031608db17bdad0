import type { FieldProblem } from "../rest/refusal.ts";
import { componentType } from "../vocabulary.ts";
import type { Component, ModalBody } from "../wire.ts";
import { choiceProblems } from "./choice-rules.ts";
import { problem, repeatedIds, walkComponents } from "./component-walk.ts";

const maxComponents = 5;
const oneLineStyle = 1;

/** What Discord refuses in a modal although its published schema lets it pass. Paths start at the modal. */
export function modalProblems(modal: ModalBody): FieldProblem[] {
  const inputs = [...walkComponents(modal.components)];
  return [
    ...tooManyComponents(modal.components),
    ...repeatedIds(modal.components),
    ...inputs.flatMap(({ component, path }) => inputProblems(component, path)),
  ];
}

function tooManyComponents(components: Component[]): FieldProblem[] {
  if (components.length <= maxComponents) return [];
  return [
    problem(["components"], "BASE_TYPE_BAD_LENGTH", `Must be between 1 and ${maxComponents} in length.`),
  ];
}

function inputProblems(component: Component, path: (string | number)[]): FieldProblem[] {
  if (component.type === componentType.label) return labelInsideLabel(component, path);
  return [
    ...disabledInput(component, path),
    ...requiredWithoutValues(component, path),
    ...textLengths(component, path),
    ...choiceProblems(component, path),
  ];
}

function labelInsideLabel(label: Component, path: (string | number)[]): FieldProblem[] {
  if (label.component?.label === undefined) return [];
  return [
    problem([...path, "component", "label"], "COMPONENT_INVALID", "A Label's child has no label of its own"),
  ];
}

function disabledInput(component: Component, path: (string | number)[]): FieldProblem[] {
  if (component.disabled !== true) return [];
  return [problem([...path, "disabled"], "COMPONENT_INVALID", "Components in a modal cannot be disabled")];
}

/** `required` is true unless said otherwise, and then `min_values` is absent or at least 1. */
function requiredWithoutValues(component: Component, path: (string | number)[]): FieldProblem[] {
  if (component.min_values !== 0 || component.required === false) return [];
  return [
    problem(
      [...path, "min_values"],
      "NUMBER_TYPE_MIN",
      "A required component needs min_values of at least 1",
    ),
  ];
}

function textLengths(component: Component, path: (string | number)[]): FieldProblem[] {
  if (component.type !== componentType.textInput) return [];
  const { min_length: min = 0, max_length: max = 4000, value = "" } = component;
  const problems: FieldProblem[] = [];
  if (min > max) problems.push(problem([...path, "min_length"], "NUMBER_TYPE_MAX", "Exceeds max_length"));
  if (component.style === oneLineStyle && /[\n\r]/.test(value))
    problems.push(problem([...path, "value"], "COMPONENT_VALIDATION_FAILED", "Component validation failed"));
  if (value.length > max)
    problems.push(problem([...path, "value"], "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`));
  return problems;
}
