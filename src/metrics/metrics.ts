import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { createLookedUp, type Sources } from "./looked-up.ts";
import { createObserved, type Observed } from "./observed.ts";

/** What runs here, as labels. */
export type Build = { version: string; node: string; database: string; migration: string };

export type MetricsPage = { contentType: string; text(): Promise<string> };

export type Metrics = Observed & {
  /** What is answered to who asks, in Prometheus's text format. */
  page(sources: Sources): MetricsPage;
};

/** Begins to count. Loaded only where metrics are on: the library and its watch over the event loop cost something. */
export function createMetrics(build: Build): Metrics {
  const registry = new Registry();
  // Memory, CPU, open files, garbage collection and the event loop's delay.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "personaforge_build_info",
    help: "What runs here, in its labels",
    labelNames: Object.keys(build),
    registers: [registry],
  }).set(build, 1);
  return {
    ...createObserved(registry),
    page(sources) {
      const lookUp = createLookedUp(registry, sources);
      return {
        contentType: registry.contentType,
        async text() {
          await lookUp();
          return registry.metrics();
        },
      };
    },
  };
}
