import type { Database } from "../src/database/opening/connect.ts";
import { createPersonaImports } from "../src/database/persona/persona-imports.ts";
import { randomId } from "../src/random-id.ts";
import { typedParagraph } from "./typed-text.ts";

const rowsPerImport = 500;

/** So many linked personas of one team, a second apart: "Persona number 0" and so on. */
export async function fillTeam(
  database: Database,
  { tenantId, personas }: { tenantId: string; personas: number },
): Promise<void> {
  for (let made = 0; made < personas; made += rowsPerImport) await fill(database, tenantId, made);
}

async function fill(database: Database, tenantId: string, first: number): Promise<void> {
  const personas = Array.from({ length: rowsPerImport }, (_, index) => ({
    id: `per_${randomId(10)}`,
    // An object in Tavus is one team's.
    remoteId: `${tenantId}-p${first + index}`,
    content: { ...content, name: `Persona number ${first + index}` },
    base: "",
    createdMs: 1_700_000_000_000 + (first + index) * 1000,
  }));
  await createPersonaImports(database).importAll(tenantId, personas, { userId: "1", content: {} });
}

const content = {
  kind: "personal",
  template: "blank",
  description: "",
  traits: [],
  prompt: typedParagraph,
  promptIsWhole: true,
  context: "",
  replicaId: "r9fa0878977a",
  model: "tavus-glm-4.7",
  voiceSpeed: "normal",
  voiceEmotion: "none",
};
