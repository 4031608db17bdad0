import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Live, storedName } from "../live.ts";

export const deploymentBodySchema = z.strictObject({
  pal_id: z.string(),
  channel: z.enum(["widget", "embed", "landing-page"]),
  name: z.string().optional(),
  password: z.string().min(1).nullish(),
  customization: z.record(z.string(), z.unknown()).optional(),
  limits: z.record(z.string(), z.unknown()).optional(),
  allowed_origins: z.array(z.string()).optional(),
});

export type DeploymentBody = z.infer<typeof deploymentBodySchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  body: deploymentBodySchema,
  status: z.enum(["active", "inactive"]),
  createdAt: z.number(),
  calls: z.number(),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** What becomes of somebody who comes to a page. */
export type Visit = "in" | "no such page" | "wrong password";

/** An account's pages, widgets and embeds, which people outside talk through. */
export class Deployments {
  readonly #deployments = new Map<string, Deployment>();
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** Oldest first. */
  get all(): Deployment[] {
    return [...this.#deployments.values()];
  }

  /** Those through which somebody gets in. */
  get open(): Deployment[] {
    return this.all.filter(({ status }) => status === "active");
  }

  get(id: string): Deployment | undefined {
    return this.#deployments.get(id);
  }

  areOf(personaId: string): boolean {
    return this.open.some(({ body }) => body.pal_id === personaId);
  }

  create(body: DeploymentBody): Deployment {
    const createdAt = this.#live.now();
    const stored = { ...body, ...(body.name && { name: storedName(body.name, this.#live.behaviour) }) };
    const made: Deployment = { id: randomUUID(), body: stored, status: "active", createdAt, calls: 0 };
    this.#deployments.set(made.id, made);
    this.#live.stir();
    return made;
  }

  restore(page: Deployment): void {
    this.#deployments.set(page.id, page);
  }

  switchOff(id: string): void {
    const found = this.#deployments.get(id);
    if (found) found.status = "inactive";
    this.#live.stir();
  }

  remove(id: string): void {
    this.#deployments.delete(id);
    this.#live.stir();
  }

  /** Plays a person who comes to the page and begins a call. */
  visit(id: string, password: string): Visit {
    const found = this.#deployments.get(id);
    if (found?.status !== "active") return "no such page";
    if (found.body.password != null && found.body.password !== password) return "wrong password";
    found.calls += 1;
    this.#live.stir();
    return "in";
  }
}
