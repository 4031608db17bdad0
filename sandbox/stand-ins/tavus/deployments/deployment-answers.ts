import { z } from "zod";
import type { Account } from "../account.ts";
import { type Answer, refuse } from "../answers.ts";
import type { LiveBehaviour } from "../live.ts";
import { type Deployment, deploymentBodySchema } from "./deployments.ts";

/** https://docs.tavus.io/api-reference/deployments/create-deployment */
export function createDeployment(account: Account, body: unknown, behaviour: LiveBehaviour): Answer {
  const { data, error } = deploymentBodySchema.safeParse(body);
  if (!data) return refuse(400, `Unknown or wrong field: ${error.issues[0]?.path.join(".")}`);
  if (account.persona(data.pal_id) === undefined) return refuse(400, "Invalid persona_id");
  const kept = behaviour.deploymentsKeepPasswords ? data : { ...data, password: null };
  return { status: 200, body: renderDeployment(account.deployments.create(kept), behaviour) };
}

export function getDeployment({ deployments }: Account, id: string, behaviour: LiveBehaviour): Answer {
  const found = deployments.get(id);
  return found
    ? { status: 200, body: renderDeployment(found, behaviour) }
    : refuse(404, "Deployment not found");
}

const statusPatch = z.tuple([
  z.strictObject({ op: z.literal("replace"), path: z.literal("/status"), value: z.literal("inactive") }),
]);

/** As far as anybody needs it here. */
export function patchDeployment({ deployments }: Account, id: string, body: unknown): Answer {
  if (!deployments.get(id)) return refuse(404, "Deployment not found");
  if (!statusPatch.safeParse(body).success) return refuse(422, "Invalid JSON patch format");
  deployments.switchOff(id);
  return { status: 200 };
}

/** Whether one can be deleted is not documented; else it is switched off. */
export function deleteDeployment({ deployments }: Account, id: string, behaviour: LiveBehaviour): Answer {
  if (!behaviour.deploymentsCanBeDeleted) return refuse(405, "Method Not Allowed");
  if (!deployments.get(id)) return refuse(404, "Deployment not found");
  deployments.remove(id);
  return { status: 204 };
}

export function renderDeployment(
  { id, body, status, createdAt, calls }: Deployment,
  behaviour: LiveBehaviour,
) {
  const at = new Date(createdAt).toISOString();
  return {
    deployment_id: id,
    pal_id: body.pal_id,
    channel: body.channel,
    status,
    name: body.name ?? "",
    has_password: body.password != null,
    customization: body.customization ?? {},
    thumbnail_video_url: "https://cdn.tavus.io/face.mp4",
    thumbnail_image_url: "https://cdn.tavus.io/face.jpg",
    limits: body.limits ?? {},
    allowed_origins: body.allowed_origins ?? [],
    usage_total: calls,
    usage_today: calls,
    // No address is documented.
    ...(behaviour.deploymentsAt === undefined
      ? {}
      : { landing_page_url: `${behaviour.deploymentsAt}/${id}` }),
    created_at: at,
    updated_at: at,
  };
}
