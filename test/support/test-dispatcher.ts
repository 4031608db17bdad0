import { type Command, defineCommand, type FormCommand } from "../../src/chat/command.ts";
import { createDispatcher } from "../../src/chat/dispatch/dispatch.ts";
import type { DispatchDeps, Draft } from "../../src/chat/dispatch/dispatch-deps.ts";
import { defineForm } from "../../src/chat/form/form.ts";
import type { Interaction } from "../../src/chat/interaction.ts";
import type { Member } from "../../src/chat/member.ts";
import type { Standing } from "../../src/chat/reservations.ts";
import { createLog } from "../../src/log.ts";
import { type RecordingAnswering, recordAnswering } from "./recording-answering.ts";

export function aMember(members: Partial<Member> = {}): Member {
  const member: Member = {
    tenantId: "slack:T1",
    platform: "slack",
    userId: "U1",
    locale: "en-GB",
    role: async () => "member",
    grants: [],
    isGuest: async () => false,
    isStranger: async () => false,
    anew: () => member,
    ...members,
  };
  return member;
}

export const greetingForm = defineForm({
  title: "Greeting",
  submit: "Greet",
  fillsOn: "mood",
  fields: {
    mood: {
      kind: "choice",
      early: true,
      label: "Mood",
      choices: [
        { value: "kind", label: "Kind" },
        { value: "gruff", label: "Gruff" },
      ],
      initial: "kind",
    },
    whom: { kind: "search", early: true, label: "Whom" },
    letter: { kind: "file", early: true, label: "Letter", extensions: [".txt"], maxBytes: 1000 },
    name: { kind: "line", label: "Name", maxLength: 20, required: true },
    words: { kind: "paragraph", label: "Words", maxLength: 200 },
  },
});

type Greeting = FormCommand<undefined, typeof greetingForm.fields>;

/** A command with a field of most kinds that answers with the name it was given. */
export function greeting(changes: Partial<Greeting> = {}): Command<undefined> {
  return defineCommand<undefined, typeof greetingForm.fields>({
    name: "greet",
    summary: "Greets somebody",
    access: "member",
    form: greetingForm,
    fill: async ({ mood }) => ({ values: mood === "gruff" ? { words: "What?" } : {} }),
    run: async ({ name }) => ({ tone: "success", title: `Hello ${name}` }),
    ...changes,
  });
}

export type LogLine = { level: string; msg: string; [field: string]: unknown };

/** A dispatcher whose drafts and reservations are kept in memory, and whose log can be read. */
export function aDispatcher(changes: Partial<DispatchDeps<undefined>> = {}) {
  const drafts = new Map<string, Draft>();
  const reserved = new Map<string, Standing>();
  const written: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => written.push(line) } });
  const { dispatch, idle } = createDispatcher<undefined>({
    commands: [greeting()],
    services: undefined,
    log,
    asTeamMember: (member) => member,
    refusal: async () => undefined,
    helpWith: async () => undefined,
    failedTitle: (name) => `${name} did not work`,
    now: Date.now,
    wasForgotten: async () => false,
    isAnswerLost: () => false,
    reservations: {
      async reserve(tenantId, id) {
        const isFirst = !reserved.has(`${tenantId}/${id}`);
        if (isFirst) reserved.set(`${tenantId}/${id}`, "underWay");
        return isFirst;
      },
      async release(tenantId, id) {
        reserved.delete(`${tenantId}/${id}`);
      },
      async carriedOut(tenantId, ids) {
        for (const id of ids) reserved.set(`${tenantId}/${id}`, "carriedOut");
      },
      standing: async (tenantId, id) => reserved.get(`${tenantId}/${id}`),
    },
    drafts: {
      async save(tenantId, draft) {
        drafts.set(`${tenantId}/${draft.formId}`, draft);
      },
      find: async (tenantId, formId) => drafts.get(`${tenantId}/${formId}`),
    },
    owed: {
      promise: async () => {},
      stands: () => {},
      saying: async () => {},
      leave() {},
      settle: async () => {},
      tell: async () => {},
    },
    owedNews: async () => ({}),
    ...changes,
  });
  return {
    dispatch,
    idle,
    written,
    draft: (formId: string, tenantId = "slack:T1") => drafts.get(`${tenantId}/${formId}`),
    lines: (): LogLine[] => written.map((line) => JSON.parse(line)),
    /** Takes an interaction through it and returns what was said. */
    async take(interaction: Interaction, answering = recordAnswering()): Promise<RecordingAnswering> {
      await dispatch(interaction, answering);
      return answering;
    },
  };
}

type Only<Kind extends Interaction["kind"]> = Interaction & { kind: Kind };

const common = { id: "delivery-1", channelId: "C1" };

export function aCommand(members: Partial<Only<"command">> = {}): Interaction {
  return {
    kind: "command",
    command: "greet",
    values: {},
    text: "",
    member: aMember(),
    ...common,
    ...members,
  };
}

export function aSubmission(members: Partial<Only<"form">> = {}): Interaction {
  const values = { mood: "kind", name: "Ada", ...members.values };
  return {
    kind: "form",
    command: "greet",
    formId: "form-1",
    member: aMember(),
    ...common,
    ...members,
    values,
  };
}

export function aPress(code: string, members: Partial<Only<"button">> = {}): Interaction {
  return { kind: "button", code, member: aMember(), ...common, ...members };
}
