/** A page on which people outside talk to a persona. Its link to Tavus is in `links`; its password is nowhere. */
export type LandingPageRow = {
  tenant_id: string;
  /** `lnd_` + 10 characters. */
  id: string;
  /** The form it was asked for with, unique within the tenant. */
  form_id: string;
  persona_id: string;
  persona_name: string;
  tavus_persona_id: string;
  user_id: string;
  /** How many calls it may have. */
  calls: number;
  /** How long each may last, at most. */
  minutes: number;
  /** How many it has had, as Tavus last said; null: it has not said. */
  calls_used: number | null;
  /** Tavus has said that it asks for a password. */
  is_protected: number;
  /** Null: Tavus has not said where it is, or it has ended. */
  address: string | null;
  opened_at: string;
  /** When Tavus had made it; null: nobody here got the answer, and so nobody has its password. */
  made_at: string | null;
  /** When whoever made it had the answer with its password; null: nobody is known to have it. */
  handed_at: string | null;
  ended_at: string | null;
  end_reason: string | null;
  /** Why it is to be ended; and who wants that, where a person does. */
  end_wanted: string | null;
  end_by: string | null;
  /** Who made it has been told of the end, or has read it. */
  end_told: number;
  /** When somebody looks after it next; null: nobody does any more. */
  look_at: string | null;
  /** Looks in a row that failed, or did not tell what is to be known. */
  look_tries: number;
  /** What whoever made it was last told while it went on; null: nothing, or all was well since. */
  told_of: string | null;
};
