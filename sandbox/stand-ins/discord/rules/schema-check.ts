import type { FieldProblem } from "../rest/refusal.ts";

interface Issue {
  code: string;
  path: PropertyKey[];
  message: string;
  errors?: Issue[][];
  [detail: string]: unknown;
}

interface Schema {
  safeParse(body: unknown): { success: true } | { success: false; error: { issues: Issue[] } };
}

/** What Discord's published schema has against this body. */
export function schemaProblems(
  schema: Schema,
  body: unknown,
  prefix: (string | number)[] = [],
): FieldProblem[] {
  const result = schema.safeParse(body);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => problemsOf(issue, prefix));
}

function problemsOf(issue: Issue, prefix: (string | number)[]): FieldProblem[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  const branch = likeliestBranch(issue);
  if (branch !== undefined) return branch.flatMap((inner) => problemsOf(inner, path));
  return [{ path, code: issue.code.toUpperCase(), message: describeIssue(issue) }];
}

/** The alternative of a union whose `type` fits is the one the sender meant. */
function likeliestBranch(issue: Issue): Issue[] | undefined {
  const branches = issue.errors ?? [];
  return branches.find((branch) => !branch.some((inner) => inner.path[0] === "type")) ?? branches[0];
}

function describeIssue(issue: Issue): string {
  if (issue.code === "too_big") return `Must be ${issue.maximum} or fewer in length or size.`;
  if (issue.code === "too_small") return `Must be at least ${issue.minimum} in length or size.`;
  if (issue.code === "invalid_type") return `Must be of type ${issue.expected}.`;
  return issue.message;
}
