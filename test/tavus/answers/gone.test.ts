import { Headers } from "node-fetch";
import { expect, test } from "vitest";
import type { Fault } from "../../../sandbox/stand-ins/tavus/faults.ts";
import type { TavusClient } from "../../../src/tavus/client.ts";
import { readFailure } from "../../../src/tavus/read-failure.ts";
import { aPersona, errorOf, key, startTavus } from "../setup.ts";

const id = "pcb7a34da5fe";
const path = `/v2/personas/${id}`;

/** Who stands before Tavus, or what Tavus is built of, says so of an address: nothing is known of what lies behind it. */
const lostTheWay: unknown[] = [
  { message: "no Route matched with those values" },
  { message: `Cannot GET ${path}`, error: "Not Found", statusCode: 404 },
  { message: `Route GET:${path} not found`, error: "Not Found", statusCode: 404 },
  { statusCode: 404, message: "Resource not found" },
  { error: { code: "404", message: "The page could not be found" } },
  {
    message:
      "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
  },
  { timestamp: "2026-01-01T00:00:00Z", status: 404, error: "Not Found", path },
  { title: "Not Found", detail: `No static resource v2/personas/${id}.`, instance: path },
  { error: `No route matches [GET] "${path}"` },
  { message: `The route v2/personas/${id} could not be found.` },
  { message: "Missing Authentication Token" },
  { fault: { faultstring: `Unable to identify proxy for host: default and url: ${path}` } },
  { Message: "x", MessageDetail: "No type was found that matches the controller named 'personas'." },
  { message: "No HTTP resource was found that matches the request URI 'http://tavusapi.com/v2/personas'." },
  { error: "persona service not found" },
  { error: "no healthy upstream for persona-service" },
  { message: "Endpoint persona not found" },
  { code: "not_found", message: "Application not found" },
  { detail: "Not Found" },
  { detail: "Not found." },
  { errors: [{ message: "no such host" }] },
  { message: "The current request is not defined by this API." },
];

const nouns = {
  persona: ["persona", "pal"],
  replica: ["replica", "face"],
  conversation: ["conversation"],
  video: ["video"],
  deployment: ["deployment"],
};
const operations = [
  ...["get persona", "patch persona", "delete persona", "get replica", "get conversation"],
  ...["end conversation", "say in conversation", "get video", "get deployment"],
];
const nounsOf = (operation: string) =>
  Object.entries(nouns).find(([noun]) => operation.includes(noun))?.[1] ?? [];

const namings: ((noun: string) => unknown)[] = [
  (noun) => ({ error: `${noun} not found` }),
  (noun) => ({ message: `${noun[0]?.toUpperCase()}${noun.slice(1)} ${id} does not exist.` }),
  (noun) => ({ detail: `No such ${noun}` }),
  (noun) => ({ error: `Could not find ${noun.toUpperCase()} with id ${id}` }),
  (noun) => ({ error: "Not Found", message: `${noun}_id is unknown` }),
  (noun) => ({ [`${noun}_id`]: ["Not found."] }),
  () => ({ error: `Nothing found for ${id}` }),
];

const kindOf = (operation: string, status: number, body: unknown) =>
  readFailure({ operation, status, body: JSON.stringify(body), headers: new Headers(), id }).kind;

test.each(operations)("to %s, an address that leads nowhere is no word about the object", (operation) => {
  for (const body of lostTheWay)
    for (const status of [404, 410])
      expect([body, kindOf(operation, status, body)]).toEqual([body, "unexpectedReply"]);
});

test.each(operations)("to %s, an answer that names the object is", (operation) => {
  for (const noun of nounsOf(operation)) {
    for (const name of namings)
      for (const status of [404, 410])
        expect([name(noun), kindOf(operation, status, name(noun))]).toEqual([name(noun), "notFound"]);
    for (const suffix of ["id", "uuid"])
      expect(kindOf(operation, 400, { error: `Invalid ${noun}_${suffix}` })).toBe("notFound");
  }
});

test.each(operations)("to %s, an answer that names something else is none about the object", (operation) => {
  const others = Object.values(nouns)
    .flat()
    .filter((noun) => !nounsOf(operation).includes(noun));
  for (const noun of [...others, "voice"]) {
    expect(kindOf(operation, 404, { error: `${noun} not found` })).toBe("unexpectedReply");
    expect(kindOf(operation, 400, { error: `Invalid ${noun}_id` })).toBe("rejected");
  }
});

const video = { replicaId: "r79e1c033f", name: "Welcome", script: "Hello", isFast: false };
const page = { tavusPersonaId: "", name: "Coach", password: "abcd-efgh-jkmn-pqrs", maxSeconds: 300 };

/** Each kind that is deleted for good: how one is made, read and deleted, and what of it is left in Tavus. */
const kinds = {
  persona: {
    make: (client: TavusClient) => client.createPersona(key, aPersona()),
    get: (client: TavusClient, made: string) => client.getPersona(key, made),
    remove: (client: TavusClient, made: string) => client.deletePersona(key, made),
  },
  video: {
    make: (client: TavusClient) => client.videos.create(key, video),
    get: (client: TavusClient, made: string) => client.videos.get(key, made),
    remove: (client: TavusClient, made: string) => client.videos.delete(key, made),
  },
  deployment: {
    make: async (client: TavusClient) => {
      const { id: tavusPersonaId } = await kinds.persona.make(client);
      return client.deployments.create(key, { ...page, tavusPersonaId });
    },
    get: (client: TavusClient, made: string) => client.deployments.get(key, made),
    remove: (client: TavusClient, made: string) => client.deployments.close(key, made),
  },
} as const;

const faults = lostTheWay.slice(0, 4).map((body): Fault => ({ status: 404, body }));

test.each(
  Object.entries(kinds),
)("a %s behind a gateway that has lost its way is not gone", async (kind, verbs) => {
  const { client, standIn, account } = await startTavus();
  const { id: made } = await verbs.make(client);
  const isThere = () => {
    const { personas, videos, deployments } = account;
    return [...personas, ...videos.all, ...deployments.all].some((one) => one.id === made);
  };

  for (const fault of faults)
    for (const scopes of [
      [{}],
      [{ operation: `get ${kind}` }, { operation: `delete ${kind}` }],
    ] as object[][]) {
      for (const scope of scopes) standIn.setFault(fault, scope);
      expect((await errorOf(verbs.get(client, made))).kind).not.toBe("notFound");
      await errorOf(verbs.remove(client, made));
      standIn.clearFaults();
    }
  expect(isThere()).toBe(true);
});

test.each([
  "persona",
  "video",
] as const)("a %s of which no complete list knows is gone, in whatever words", async (kind) => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 404, body: { message: "Not Found" } }, { operation: `get ${kind}` });

  expect((await errorOf(kinds[kind].get(client, "unknown-1"))).kind).toBe("notFound");
});
