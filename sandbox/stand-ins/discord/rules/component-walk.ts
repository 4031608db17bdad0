import type { FieldProblem } from "../rest/refusal.ts";
import type { Component } from "../wire.ts";

export interface Placed {
  component: Component;
  path: (string | number)[];
  depth: number;
}

/** Every component with the path Discord would name it by, outermost first. */
export function* walkComponents(
  components: Component[],
  path: (string | number)[] = ["components"],
  depth = 0,
): Generator<Placed> {
  for (const [index, component] of components.entries()) {
    yield* walkOne({ component, path: [...path, index], depth });
  }
}

function* walkOne(placed: Placed): Generator<Placed> {
  const { component, path, depth } = placed;
  yield placed;
  yield* walkComponents(component.components ?? [], [...path, "components"], depth + 1);
  for (const key of ["component", "accessory"] as const) {
    const inner = component[key];
    if (inner !== undefined) yield* walkOne({ component: inner, path: [...path, key], depth: depth + 1 });
  }
}

/** A custom_id may stand only once in a message or modal. */
export function repeatedIds(components: Component[]): FieldProblem[] {
  const seen = new Set<string>();
  const repeated = [...walkComponents(components)].filter(({ component: { custom_id: id } }) => {
    if (id === undefined) return false;
    const isRepeated = seen.has(id);
    seen.add(id);
    return isRepeated;
  });
  return repeated.map(({ path }) =>
    problem(
      [...path, "custom_id"],
      "COMPONENT_CUSTOM_ID_DUPLICATED",
      "Component custom id cannot be duplicated",
    ),
  );
}

/** Gives every component the numeric id that Discord assigns where the bot gave none. */
export function numberComponents(components: Component[]): Component[] {
  const taken = new Set([...walkComponents(components)].map(({ component }) => component.id));
  let next = 0;
  const freeId = () => {
    do next += 1;
    while (taken.has(next));
    return next;
  };
  const numbered = (component: Component): Component => ({
    ...component,
    id: component.id ?? freeId(),
    ...(component.components && { components: component.components.map(numbered) }),
    ...(component.component && { component: numbered(component.component) }),
    ...(component.accessory && { accessory: numbered(component.accessory) }),
  });
  return components.map(numbered);
}

export function problem(path: (string | number)[], code: string, message: string): FieldProblem {
  return { path, code, message };
}
