import type { FieldProblem } from "../rest/refusal.ts";
import { componentType } from "../vocabulary.ts";
import type { Component } from "../wire.ts";
import { problem } from "./component-walk.ts";

type Path = (string | number)[];

/** Selects, radio and checkbox groups: option values differ, and the counts can be met. */
export function choiceProblems(component: Component, path: Path): FieldProblem[] {
  const options = component.options;
  const countProblems = [...minAboveMax(component, path), ...defaultValueProblems(component, path)];
  if (options === undefined) return countProblems;
  return [
    ...countProblems,
    ...repeatedValues(options, path),
    ...tooManyDefaults(component, options, path),
    ...countAboveOptions(component, options, path),
  ];
}

/** Defaults: as many as may be chosen, and none twice. Their types are a matter of the schema. */
function defaultValueProblems(component: Component, path: Path): FieldProblem[] {
  const { default_values: values = [], min_values: min = 1, max_values: max = 1 } = component;
  const at = [...path, "default_values"];
  if (values.length === 0) return [];
  const problems: FieldProblem[] = [];
  if (values.length < min || values.length > max)
    problems.push(problem(at, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`));
  if (new Set(values.map(({ id }) => id)).size < values.length)
    problems.push(problem(at, "SELECT_COMPONENT_DEFAULT_VALUE_DUPLICATED", "The same id stands there twice"));
  return problems;
}

type Options = NonNullable<Component["options"]>;

function repeatedValues(options: Options, path: Path): FieldProblem[] {
  const repeated = (index: number) =>
    options.findIndex((option) => option.value === options[index]?.value) < index;
  return [...options.keys()]
    .filter(repeated)
    .map((index) =>
      problem(
        [...path, "options", index, "value"],
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        "The specified option value is already used",
      ),
    );
}

function tooManyDefaults(component: Component, options: Options, path: Path): FieldProblem[] {
  const defaults = options.filter((option) => option.default === true).length;
  const allowed = component.max_values ?? (isCheckboxGroup(component) ? options.length : 1);
  if (defaults <= allowed) return [];
  return [
    problem([...path, "options"], "SELECT_COMPONENT_TOO_MANY_DEFAULTS", `At most ${allowed} may be default`),
  ];
}

function countAboveOptions(component: Component, options: Options, path: Path): FieldProblem[] {
  return (["min_values", "max_values"] as const)
    .filter((key) => (component[key] ?? 0) > options.length)
    .map((key) =>
      problem([...path, key], "NUMBER_TYPE_MAX", `Must not exceed the ${options.length} options`),
    );
}

function minAboveMax(component: Component, path: Path): FieldProblem[] {
  const { min_values: min = 0, max_values: max = Number.POSITIVE_INFINITY } = component;
  if (min <= max) return [];
  return [problem([...path, "min_values"], "NUMBER_TYPE_MAX", "min_values must not exceed max_values")];
}

function isCheckboxGroup(component: Component): boolean {
  return component.type === componentType.checkboxGroup;
}
