import { randomBytes } from "node:crypto";
import fetch from "node-fetch";
import { openBareDatabase, renewed } from "./database.ts";
import type { Sample } from "./sample.ts";

export type PersonaWork = {
  /** Keeps a draft; returns the new form's id. */
  open(tenantId: string): Promise<string>;
  /** Reads the draft and saves the persona. */
  save(tenantId: string, formId: string): Promise<{ link(): Promise<void> }>;
};

/** What both bare programs do outside their platform: the database and Tavus. */
export function createPersonaWork(sample: Sample<unknown, unknown>): PersonaWork {
  const database = openBareDatabase(process.env.BENCH_DATABASE ?? "");
  const address = `${process.env.TAVUS_API_URL}/v2/personas`;

  async function createInTavus(): Promise<string> {
    const response = await fetch(address, {
      method: "POST",
      headers: { "x-api-key": "bench", "content-type": "application/json" },
      body: JSON.stringify(sample.tavusBody),
    });
    const { persona_id: id } = JSON.parse(await response.text());
    return id;
  }

  return {
    async open(tenantId) {
      const formId = randomBytes(8).toString("hex");
      const created_at = new Date().toISOString();
      await database.saveDraft({ ...sample.draft, tenant_id: tenantId, form_id: formId, created_at });
      return formId;
    },
    async save(tenantId, formId) {
      const draft = await database.findDraft(tenantId, formId);
      if (!draft) throw new Error("no such form");
      const id = `per_${randomBytes(5).toString("hex")}`;
      const saved = renewed(sample.saved, { tenantId, id, formId });
      await database.savePersona(saved);
      return {
        link: async () => database.storeLink(saved, await createInTavus()),
      };
    },
  };
}
