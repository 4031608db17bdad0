import type { LandingPageRow } from "../../src/database/landing-page/landing-page-row.ts";

const at = "2026-01-01T00:00:00.000Z";

/** A link outside that ended long ago. */
export function aLandingPageRow(members: Partial<LandingPageRow> & { tenant_id: string }): LandingPageRow {
  return {
    id: "lnd_2345678923",
    form_id: "form 1",
    persona_id: "per_2345678923",
    persona_name: "Ada",
    tavus_persona_id: "p123456789012",
    user_id: "1",
    calls: 20,
    minutes: 10,
    calls_used: 3,
    is_protected: 1,
    address: null,
    opened_at: at,
    made_at: at,
    handed_at: at,
    ended_at: at,
    end_reason: "person",
    end_wanted: "person",
    end_by: "1",
    end_told: 1,
    look_at: null,
    look_tries: 0,
    told_of: null,
    ...members,
  };
}
