import { pointerTo } from "../../tavus/pointer.ts";
import { isRecord } from "../../tavus/redact.ts";
import { type Group, readText } from "./in-tavus.ts";

/**
 * The model, the server that is asked for it and what is needed there: without these a model must be one that Tavus hosts.
 * https://docs.tavus.io/sections/conversational-video-interface/pal/llm
 */
export const modelGroup: Group = {
  at: pointerTo("/layers/llm"),
  members: ["base_url", "api_key", "headers", "default_query"],
  isForeignTo(held, value) {
    if (!isRecord(held) || typeof value !== "string" || isElsewhere(value)) return undefined;
    const server = readText(held.base_url);
    if (server === "" && !held.api_key && !held.headers) return undefined;
    return `the model ${readText(held.model) || "of its own"} at ${hostOf(server)}`;
  },
  isBoundTo: (value) => typeof value === "string" && isElsewhere(value),
};

/** What is chosen where Tavus shall choose: nothing is sent then, and what was sent before is taken away. */
export const ownChoice = "tavus-own-choice";

/** What a form holds for the model; where nothing is chosen it stays. */
export function readModel(typed: string, before: string): string {
  return typed === ownChoice ? "" : typed || before;
}

/** All models that Tavus hosts are called so; none is its own choice. */
function isElsewhere(model: string): boolean {
  return model !== "" && !model.startsWith("tavus-");
}

/** The rest of an address may hold a secret. */
function hostOf(address: string): string {
  return URL.parse(address)?.hostname || "another server";
}
