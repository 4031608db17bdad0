import { z } from "zod";
import { httpUrl } from "../../text/http-url.ts";
import { isOff, readStatus } from "../answers/status-words.ts";
import { TavusError } from "../errors.ts";
import type { ListedPage, ListOutcome } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { confirmRemoval, proveGone, type Removal } from "../prove.ts";
import { readReply } from "../read-reply.ts";
import { isRecord } from "../redact.ts";
import { id, listSchema, oneSchema, spareAddress, spareCount, spareFlag, spareText } from "../schemas.ts";
import { objectPath } from "./object-path.ts";
import type { Requests } from "./requests.ts";

/** A landing page as Tavus returns it. Only the id is sure to be there. */
export type TavusDeployment = {
  id: string;
  /** Empty when Tavus says none. */
  name: string;
  /** Tavus says that it lets nobody in, in whichever words. */
  isOff: boolean;
  hasPassword?: boolean | undefined;
  /** How many calls it has had; undefined: Tavus does not say. */
  callsUsed?: number | undefined;
  /** Where it is, on a host of Tavus's. No member for it is documented, so any that looks like one is taken. */
  address?: string | undefined;
  createdAt?: string | undefined;
};

export type NewDeployment = { tavusPersonaId: string; name: string; password: string; maxSeconds: number };

/** `switchedOff`: Tavus keeps it, and lets nobody in. */
export type Closed = Removal | "switchedOff";

const path = "/v2/deployments";
/** The refusals of a deletion that another way may still get round: that there is one is not documented. */
const mayBeSwitchedOff: readonly string[] = ["forbidden", "rejected", "notApplied", "unexpectedReply"];

/** Landing pages: https://docs.tavus.io/api-reference/deployments/create-deployment. Their words are the newer ones alone. */
export function createDeploymentCalls({ send, pageSize }: Requests) {
  async function get(key: string, id: string): Promise<TavusDeployment> {
    const operation = "get deployment";
    const reply = await send({ operation, method: "GET", path: objectPath(path, id, operation), key });
    const deployment = readReply(operation, reply, oneSchema(deploymentSchema));
    if (deployment.id === id) return deployment;
    throw new TavusError({ kind: "unexpectedReply", operation, status: reply.status, reached: "maybe" });
  }

  async function listPage(key: string, { page, limit }: { page: number; limit: number }) {
    const operation = "list deployments";
    const query = { limit: String(limit), page: String(page) };
    return readReply(operation, await send({ operation, method: "GET", path, query, key }), pageSchema);
  }

  function read(
    key: string,
    onRows: (rows: TavusDeployment[]) => void | Promise<void>,
  ): Promise<ListOutcome> {
    return readRows((page) => listPage(key, page), pageSize(key), onRows);
  }

  function remove(key: string, id: string): Promise<Removal> {
    const operation = "delete deployment";
    return confirmRemoval(
      async () => send({ operation, method: "DELETE", path: objectPath(path, id, operation), key }),
      () => get(key, id).catch((error) => proveGone(error, id, (onRows) => read(key, onRows))),
      { operation, success: 204 },
    );
  }

  return {
    /** Not idempotent: after an error whose `reached` is `maybe` the page may be there. */
    async create(key: string, deployment: NewDeployment): Promise<TavusDeployment> {
      const operation = "create deployment";
      const body = renderDeployment(deployment);
      const reply = await send({ operation, method: "POST", path, key, body });
      return readReply(operation, reply, oneSchema(deploymentSchema));
    },

    get,

    /** Each once, a page at a time. Says at the end whether that was everything. */
    read,

    /** Lets nobody in any more, by whichever way Tavus takes; believed once it is read. Rejects where it goes on. */
    async close(key: string, id: string): Promise<Closed> {
      try {
        return await remove(key, id);
      } catch (error) {
        if (!(error instanceof TavusError) || !mayBeSwitchedOff.includes(error.kind)) throw error;
        await switchOff(key, id);
        if ((await get(key, id)).isOff) return "switchedOff";
        throw error;
      }
    },
  };

  async function switchOff(key: string, id: string): Promise<void> {
    const operation = "patch deployment";
    const body = [{ op: "replace", path: "/status", value: "inactive" }];
    await send({ operation, method: "PATCH", path: objectPath(path, id, operation), key, body });
  }
}

function renderDeployment({ tavusPersonaId, name, password, maxSeconds }: NewDeployment) {
  return {
    pal_id: tavusPersonaId,
    channel: "landing-page",
    name,
    password,
    limits: { max_call_duration: maxSeconds },
  };
}

const deploymentFields = z.object({
  id,
  name: z.string().catch(""),
  isOff: z.boolean(),
  hasPassword: spareFlag,
  callsUsed: spareCount,
  address: spareAddress,
  createdAt: spareText,
});

const deploymentSchema = z
  .preprocess(rename, deploymentFields)
  .transform((deployment): TavusDeployment => deployment);
const pageSchema = listSchema(deploymentSchema) satisfies z.ZodType<ListedPage<TavusDeployment>>;

function rename(row: unknown): unknown {
  if (!isRecord(row)) return row;
  return {
    id: row.deployment_id,
    name: row.name,
    isOff: isOff(readStatus(row.status)),
    hasPassword: row.has_password,
    callsUsed: row.usage_total,
    address: addressIn(row),
    createdAt: row.created_at,
  };
}

function addressIn(row: Record<string, unknown>): string | undefined {
  for (const [member, value] of Object.entries(row)) {
    if (!/url|link|address/i.test(member) || /thumbnail|image|video|callback/i.test(member)) continue;
    const url = typeof value === "string" ? httpUrl(value) : undefined;
    if (url !== undefined && /(?:^|\.)tavus\.io$/.test(new URL(url).hostname)) return url;
  }
  return undefined;
}
