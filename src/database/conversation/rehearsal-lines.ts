import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { RehearsalLineRow } from "./rehearsal-row.ts";

/** Whether Tavus has it; `sending` of a process that has died is as good as `unknown`. */
export type LineState = "sending" | "heard" | "unsent" | "unknown";

/** `saidMs` is Unix ms. */
export type RehearsalLine = {
  formId: string;
  text: string;
  answer: string | undefined;
  state: LineState;
  saidMs: number;
  /** The message in its thread that shows it. */
  messageId: string | undefined;
};

export type NewLine = { tenantId: string; conversationId: string; formId: string; text: string };

export type RehearsalLines = ReturnType<typeof createRehearsalLines>;

/** More than anybody types in ten minutes. */
const mostLines = 500;

/** What is said in rehearsals, for as long as they are shown. */
export function createRehearsalLines(database: Database) {
  const { kysely } = database;
  const ofLine = (tenantId: string, formId: string) =>
    kysely.updateTable("rehearsal_lines").where("tenant_id", "=", tenantId).where("form_id", "=", formId);

  return {
    /** Keeps what was typed before it is said, and that the rehearsal is not idle. False: the same form came before. */
    add({ tenantId, conversationId, formId, text }: NewLine): Promise<boolean> {
      const saidAt = isoTime(database.now());
      const row = { tenant_id: tenantId, conversation_id: conversationId, form_id: formId, text };
      return kysely.transaction().execute(async (on) => {
        const { numInsertedOrUpdatedRows: count = 0n } = await on
          .insertInto("rehearsal_lines")
          .values({ ...row, answer: null, state: "sending", said_at: saidAt, message_id: null })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        await on
          .updateTable("conversations")
          .set({ said_at: saidAt })
          .where("tenant_id", "=", tenantId)
          .where("id", "=", conversationId)
          .execute();
        return count > 0n;
      });
    },

    /** What is about to be said again after it certainly was not. False: somebody else says it. */
    async sendAgain(tenantId: string, formId: string): Promise<boolean> {
      const { numUpdatedRows } = await ofLine(tenantId, formId)
        .set({ state: "sending" })
        .where("state", "=", "unsent")
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** An answer that is there stays. */
    async note(
      tenantId: string,
      formId: string,
      { state, answer }: { state: Exclude<LineState, "sending">; answer?: string | undefined },
    ): Promise<void> {
      await ofLine(tenantId, formId)
        .set({ state, answer: answer ?? null })
        .where("answer", "is", null)
        .execute();
    },

    /** The oldest first. */
    async of(tenantId: string, conversationId: string): Promise<RehearsalLine[]> {
      const rows = await kysely
        .selectFrom("rehearsal_lines")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("conversation_id", "=", conversationId)
        .orderBy("said_at")
        .orderBy("form_id")
        .limit(mostLines)
        .execute();
      return rows.map(readLine);
    },

    /** Lines of a rehearsal that no message shows yet, for this process alone to show; the oldest first. */
    async claimUnshown(tenantId: string, conversationId: string): Promise<RehearsalLine[]> {
      const rows = await kysely
        .updateTable("rehearsal_lines")
        .set({ message_id: beingShown })
        .where("tenant_id", "=", tenantId)
        .where("conversation_id", "=", conversationId)
        .where("message_id", "is", null)
        .returningAll()
        .execute();
      return rows.map(readLine).sort((one, other) => one.saidMs - other.saidMs);
    },

    /** Where these lines are shown; undefined: they certainly are not. */
    async shownIn(tenantId: string, lines: readonly RehearsalLine[], messageId?: string): Promise<void> {
      for (const { formId } of lines)
        await ofLine(tenantId, formId)
          .set({ message_id: messageId ?? null })
          .execute();
    },

    /** Removes up to `limit` that were said before `beforeMs` (Unix ms). */
    async purgeSaidBefore(beforeMs: number, limit: number): Promise<number> {
      const key = ["tenant_id", "form_id"] as const;
      const oldest = kysely
        .selectFrom("rehearsal_lines")
        .select(key)
        .where("said_at", "<", isoTime(beforeMs))
        .orderBy("said_at")
        .limit(limit);
      const { numDeletedRows } = await kysely
        .deleteFrom("rehearsal_lines")
        .where(({ eb, refTuple }) => eb(refTuple(...key), "in", oldest.$asTuple(...key)))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** Of a process that dies over it, it is not known whether it is shown. */
const beingShown = "-";

function readLine(row: RehearsalLineRow): RehearsalLine {
  const { form_id: formId, text, answer, state, said_at, message_id: messageId } = row;
  const states = ["sending", "heard", "unsent"] as const;
  return {
    formId,
    text,
    answer: answer ?? undefined,
    state: states.find((one) => one === state) ?? "unknown",
    saidMs: Date.parse(said_at),
    messageId: messageId === null || messageId === beingShown ? undefined : messageId,
  };
}
