import { expect, test } from "vitest";
import { isBroken, isInTraining, isUsable } from "../../src/replicas/team-replicas.ts";

test.each<[status: string | undefined, what: "usable" | "inTraining" | "broken" | "unknown"]>([
  ...([undefined, "completed", "Completed", "READY", " ready "] as const).map(
    (status): [string | undefined, "usable"] => [status, "usable"],
  ),
  ...["started", "STARTED", "training", "queued", "Pending", "in_progress", "in progress"].map(
    (status): [string, "inTraining"] => [status, "inTraining"],
  ),
  ...["error", "Error", "failed", "cancelled"].map((status): [string, "broken"] => [status, "broken"]),
  ["something new", "unknown"],
])("a replica of which Tavus says %j is %s", (status, what) => {
  expect([isUsable({ status }), isInTraining({ status }), isBroken({ status })]).toEqual([
    what === "usable",
    what === "inTraining",
    what === "broken",
  ]);
});
