import { Counter, Histogram, type Registry } from "prom-client";
import type { EndedInteraction } from "../chat/dispatch/dispatch-deps.ts";
import type { Answered } from "../tavus/transport.ts";

/** Slack and Discord give up after three seconds, a call to Tavus after ten. */
const durationSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];
const ageSeconds = [0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 15];

/** What is counted as it happens. */
export type Observed = {
  interactionEnded(ended: EndedInteraction): void;
  tavusAnswered(answered: Answered): void;
};

/** Names and units follow https://prometheus.io/docs/practices/naming/; no label holds a team, a person or an id. */
export function createObserved(registry: Registry): Observed {
  const registers = [registry];
  const interactions = new Counter({
    name: "personaforge_interactions_total",
    help: "Commands, forms, buttons and suggestions, by how they ended",
    labelNames: ["platform", "kind", "command", "outcome"],
    registers,
  });
  const durations = new Histogram({
    name: "personaforge_interaction_duration_seconds",
    help: "From the arrival of an interaction to its end",
    labelNames: ["platform", "kind"],
    buckets: durationSeconds,
    registers,
  });
  const ages = new Histogram({
    name: "personaforge_interaction_age_seconds",
    help: "How old an interaction was on arrival, by the platform's clock",
    labelNames: ["platform"],
    buckets: ageSeconds,
    registers,
  });
  const requests = new Counter({
    name: "personaforge_tavus_requests_total",
    help: "Requests to Tavus, by how they ended",
    labelNames: ["operation", "outcome"],
    registers,
  });
  const requestDurations = new Histogram({
    name: "personaforge_tavus_request_duration_seconds",
    help: "From sending a request to Tavus to the end of its answer",
    labelNames: ["operation"],
    buckets: durationSeconds,
    registers,
  });
  return {
    interactionEnded({ platform, kind, command, outcome, ms, ageMs }) {
      interactions.inc({ platform, kind, command, outcome });
      durations.observe({ platform, kind }, ms / 1000);
      ages.observe({ platform }, Math.max(0, ageMs / 1000));
    },
    tavusAnswered({ operation, outcome, ms }) {
      requests.inc({ operation, outcome });
      requestDurations.observe({ operation }, ms / 1000);
    },
  };
}
