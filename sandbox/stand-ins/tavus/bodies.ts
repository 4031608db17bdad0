import { z } from "zod";
import type { Account } from "./account.ts";
import { type Answer, refuse } from "./answers.ts";
import { layersSchema } from "./layers.ts";

/** "Since May/June 2026: at most 50 each." https://docs.tavus.io/api-reference/personas/create-persona */
const mostGuardrails = 50;

const texts = z.array(z.string());
const guardrails = texts.max(mostGuardrails);

/** The documented members of a persona, in the legacy names. The last five are for PALs only. */
const personaSchema = z.strictObject({
  persona_name: z.string().optional(),
  system_prompt: z.string().optional(),
  pipeline_mode: z.enum(["full", "echo"]).optional(),
  context: z.string().optional(),
  default_replica_id: z.string().optional(),
  document_ids: texts.optional(),
  document_tags: texts.optional(),
  objectives_id: z.string().optional(),
  guardrails_id: z.string().optional(),
  guardrail_ids: guardrails.optional(),
  guardrail_tags: guardrails.optional(),
  layers: layersSchema.optional(),
  languages: texts.optional(),
  greeting: z.string().optional(),
  disclosure_type: z.enum(["always", "auto", "off"]).optional(),
  verbal_disclosure: z.string().optional(),
  visual_disclosure: z.string().optional(),
});

type Persona = z.infer<typeof personaSchema>;

/** The refusal a persona's document (in the legacy names) deserves, or undefined if Tavus would take it. */
export function refuseDocument(document: Record<string, unknown>, account: Account): Answer | undefined {
  const parsed = personaSchema.safeParse(document);
  if (!parsed.success) return refuse(400, describe(parsed.error));
  const { default_replica_id: replicaId, layers } = parsed.data;
  if (lacksPrompt(parsed.data)) return refuse(400, "system_prompt is required unless pipeline_mode is echo");
  if (replicaId !== undefined && !account.hasReplica(replicaId)) return refuse(400, "Invalid replica_uuid");
  // Seen live with a model that is not Tavus's own and no address for it; the text was not recorded.
  if (lacksAddress(layers?.llm)) return refuse(500, "Internal Server Error");
  return undefined;
}

function lacksPrompt({ pipeline_mode: mode, system_prompt: prompt }: Persona): boolean {
  return mode !== "echo" && !prompt;
}

function lacksAddress(llm: NonNullable<Persona["layers"]>["llm"]): boolean {
  return llm?.model !== undefined && !llm.model.startsWith("tavus-") && llm.base_url === undefined;
}

/** Names the first member that is wrong, as `layers.tts.voice_settings.speed`. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") {
    return `Unknown field: ${[...issue.path, issue.keys[0] ?? ""].join(".")}`;
  }
  return `Invalid value for ${issue?.path.join(".")}: ${issue?.message}`;
}
