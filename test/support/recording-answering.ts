import type { Choice, FieldErrors } from "../../src/chat/form/field.ts";
import type { OpenForm } from "../../src/chat/form/form.ts";
import type { Answering, KeptForm } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { UserError } from "../../src/errors.ts";
import { expectWithinLimits } from "./reply-limits.ts";

export type Said =
  | { how: "defer" | "progress" | "answer" | "post" | "amend"; reply: Reply }
  | { how: "answerBeside"; reply: Reply; inPlace: Reply }
  | { how: "openForm" | "updateForm"; form: OpenForm }
  | { how: "acceptForm" | "holdForm" }
  | { how: "keepForm"; kept: KeptForm }
  | { how: "refuseForm"; errors: FieldErrors; reply: Reply }
  | { how: "showText"; title: string; name: string; text: string }
  | { how: "suggest"; choices: Choice[] };

export type AnsweringBehaviour = {
  ageMs?: number;
  /** What uploaded files hold, by address; an Error is thrown. Any other file is gone. */
  files?: { [url: string]: string | Error };
  /** The platform takes changes of the answer no more. */
  isTooLateToAmend?: boolean;
  /** The platform takes no answer any more. */
  isOver?: boolean;
  /** Does something when the platform is told this, such as throw. */
  on?: { [How in Said["how"]]?: () => void | Promise<void> };
};

export type RecordingAnswering = Answering & {
  /** Everything that was said, in order. */
  said: Said[];
  /** Addresses of the files that were fetched. */
  fetched: string[];
};

/** A platform that writes down what it is told. Every reply is checked against both platforms' limits. */
export function recordAnswering(behaviour: AnsweringBehaviour = {}): RecordingAnswering {
  const said: Said[] = [];
  const fetched: string[] = [];

  async function say(word: Said): Promise<void> {
    if ("reply" in word) expectWithinLimits(word.reply);
    if ("kept" in word) expectWithinLimits(word.kept.reply);
    said.push(word);
    await behaviour.on?.[word.how]?.();
  }

  return {
    said,
    fetched,
    ageMs: () => behaviour.ageMs ?? 0,
    holdForm: () => say({ how: "holdForm" }),
    openForm: (form) => say({ how: "openForm", form }),
    updateForm: (form) => say({ how: "updateForm", form }),
    acceptForm: () => say({ how: "acceptForm" }),
    keepForm: (kept) => say({ how: "keepForm", kept }),
    async refuseForm(errors, reply) {
      await say({ how: "refuseForm", errors, reply });
      return !behaviour.isOver;
    },
    defer: (reply) => say({ how: "defer", reply }),
    async answer(reply) {
      await say({ how: "answer", reply });
      return !behaviour.isOver;
    },
    async answerBeside(reply, inPlace) {
      expectWithinLimits(inPlace);
      await say({ how: "answerBeside", reply, inPlace });
      return !behaviour.isOver;
    },
    progress: (reply) => say({ how: "progress", reply }),
    async post(reply) {
      await say({ how: "post", reply });
      return !behaviour.isOver;
    },
    async amend(reply) {
      await say({ how: "amend", reply });
      return !behaviour.isTooLateToAmend;
    },
    showText: (title, name, text) => say({ how: "showText", title, name, text }),
    suggest: (choices) => say({ how: "suggest", choices }),
    async fetchText({ url }) {
      fetched.push(url);
      const text = behaviour.files?.[url] ?? new UserError("The file is gone. Choose it again.");
      if (typeof text === "string") return text;
      throw text;
    },
  };
}

/** How each thing was said, in order, such as `["defer", "answer"]`. */
export function hows({ said }: RecordingAnswering): string[] {
  return said.map((word) => word.how);
}

/** The one form that was opened. */
export function openedForm({ said }: RecordingAnswering): OpenForm {
  return only(said.flatMap((word) => (word.how === "openForm" ? [word.form] : [])));
}

/** The one answer that was given. */
export function answerIn({ said }: RecordingAnswering): Reply {
  return only(said.flatMap((word) => (isAnswer(word) ? [word.reply] : [])));
}

function isAnswer(word: Said): word is Said & { how: "answer" | "answerBeside" } {
  return word.how === "answer" || word.how === "answerBeside";
}

/** How the form was refused. */
export function refusalIn({ said }: RecordingAnswering): { errors: FieldErrors; reply: Reply } {
  return only(said.flatMap((word) => (word.how === "refuseForm" ? [word] : [])));
}

function only<T>(found: T[]): T {
  const [first, second] = found;
  if (first === undefined || second !== undefined) throw new Error(`expected one, there are ${found.length}`);
  return first;
}
