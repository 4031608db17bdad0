import type { Logger } from "pino";
import type { UserError } from "../../errors.ts";
import type { Command } from "../command.ts";
import type { FormValues } from "../form/field.ts";
import type { KeptDrafts } from "../form/kept-drafts.ts";
import type { Interaction } from "../interaction.ts";
import type { Access, Member, Platform, Refusal } from "../member.ts";
import type { Button, Reply } from "../reply.ts";
import type { Reservations } from "../reservations.ts";
import type { Ending } from "./ending.ts";

export type Owing = Pick<Interaction, "id"> & { member: { tenantId: string; userId: string } };

/** `notice`: what stood above the fields. */
export type Draft = {
  formId: string;
  userId: string;
  command: string;
  values: FormValues;
  notice?: string | undefined;
};

/** What dispatch works with: the same, but a draft is kept in memory when the database does not take it. */
export type Dispatching<Services> = Omit<DispatchDeps<Services>, "drafts"> & { drafts: KeptDrafts };

/** Of several processes that have one interaction, one answers it. */
export type Others = {
  /** Whether this process is the one that acts and answers. True also if that cannot be found out, so that somebody answers. */
  claim(interaction: Interaction): Promise<boolean>;
  /** It was answered, and need not be by anybody else. */
  ended(interaction: Interaction): void;
  /** Another process has it. If that dies before it has answered, and this one shall answer, `takeOver` is called. */
  watch(interaction: Interaction, takeOver: () => void): void;
};

/**
 * How one interaction ended, without saying whose it was. `ageMs` is 0 where the platform does not tell, or its clock and ours cannot
 * both be right.
 */
export type EndedInteraction = {
  platform: Platform;
  kind: Interaction["kind"];
  /** The command's name, or the button's action; `unknown` for one that nothing here has. */
  command: string;
  outcome: Ending | "refused" | "failed";
  ms: number;
  ageMs: number;
};

/** What a person has missed: below an answer as far as there is room, and in messages of its own beside it. */
export type News = { lines: NewsLine[]; whole?: NewsMessage[] };

/** `told` is called once they have it. */
export type NewsLine = {
  line: string;
  /** They open the forms that hold what the person typed. */
  buttons?: Button[];
  told(): Promise<void>;
  /** The same in a message of its own; those without share one. */
  whole?: Reply;
};

export type NewsMessage = { reply: Reply; told(): Promise<void> };

/** What a person is told with an answer; and whether everything of the team was deleted, if the same reading has shown that. */
export type OwedNews = {
  news?: News | undefined;
  wasForgotten?: boolean;
};

/** What dispatch needs from the rest of the bot; main hands it in. */
export type DispatchDeps<Services> = {
  commands: readonly Command<Services>[];
  services: Services;
  log: Logger;
  /** Told of every interaction when it has ended. */
  onEnded?: ((ended: EndedInteraction) => void) | undefined;
  /** The member with the role the team has given them. */
  asTeamMember(member: Member): Member;
  /** Why this member may not do this; undefined when they may. */
  refusal(member: Member, access: Access): Promise<Refusal | undefined>;
  /** Facts and buttons that help this person after this refusal; undefined: its sentence is enough. */
  helpWith(error: UserError, member: Member): Promise<Pick<Reply, "facts" | "buttons"> | undefined>;
  /** What did not work, as a title, by the name of a command or an action; undefined for one that is not known. */
  failedTitle(name: string): string | undefined;
  /** The database's clock, Unix ms. */
  now(): number;
  /** Whether everything of the team was deleted since the present work began; then nothing is left of what the work has done. */
  wasForgotten(tenantId: string): Promise<boolean>;
  /** Whether what failed with this error may have been carried out all the same. */
  isAnswerLost(error: unknown): boolean;
  /** The other processes that may have an interaction too; absent where there can be none. */
  others?: Others | undefined;
  /** Encrypts for a team where an answer stands, so that it may be stored; absent: it is not stored. */
  sealAnswer?: ((tenantId: string, standsAt: string) => string) | undefined;
  /** By the ids of deliveries, or of whatever else happens once. */
  reservations: Reservations;
  drafts: {
    save(tenantId: string, draft: Draft): Promise<void>;
    find(tenantId: string, formId: string): Promise<Draft | undefined>;
  };
  /** What a person was promised and has not had; `interaction` names the promise. */
  owed: {
    /** The work takes long. If this process dies before it ends, the person is told `reply`. */
    promise(interaction: Owing, reply: Reply): Promise<void>;
    /** The answer to what was promised stands there from now on: what they are told later replaces it. */
    stands(interaction: Owing, standsAt: string): void;
    /** They are about to be told this. If an answer was promised, nobody tells them anything else from here on. */
    saying(interaction: Owing, reply: Reply): Promise<void>;
    /** They have their answer, or somebody else sees to it. */
    settle(interaction: Owing): Promise<void>;
    /** Another process answers it: what is owed is that one's to tell, and is not put off from here any more. */
    leave(interaction: Owing): void;
    /** The interaction takes no answer any more: they are told in person, or at their next command. */
    tell(interaction: Owing, reply: Reply): Promise<void>;
  };
  /** News this person could not be told directly. */
  owedNews(member: Member): Promise<OwedNews>;
};
