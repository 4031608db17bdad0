import { type ButtonAction, defineCommand } from "../../chat/command.ts";
import type { FieldErrors, LineField } from "../../chat/form/field.ts";
import { defineForm } from "../../chat/form/form.ts";
import {
  callMinutes,
  callMinutesName,
  callMinutesOf,
  type LimitKind,
  limitDefaults,
  limitName,
  limitOf,
} from "../../tenants/limits.ts";
import type { Settings } from "../../tenants/settings.ts";
import type { Services } from "../services.ts";
import { pairText } from "./persona-setup-facts.ts";
import { savedReply } from "./persona-setup-reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "./stale-form.ts";
import { storeSetup } from "./store-setup.ts";

/** More is as good as no limit. */
const mostDigits = 6;
const mostOfLimit = 10 ** mostDigits - 1;
const pairPattern = new RegExp(`^(\\d{1,${mostDigits}})\\s*/\\s*(\\d{1,${mostDigits}})$`);

/** A limit's field holds both its numbers: a form of Discord's has no room for eight. */
const limitsForm = defineForm({
  title: "Daily limits",
  submit: "Save",
  fields: {
    creates: limitField("creates"),
    syncs: limitField("syncs"),
    videos: limitField("videos"),
    minutes: limitField("conversationMinutes"),
    longest: {
      kind: "line",
      label: "Longest call, in minutes",
      hint: `${callMinutes.least} to ${callMinutes.most}. Empty: ${callMinutes.usual}, the default. All of it is reserved when a call begins.`,
      placeholder: String(callMinutes.usual),
      maxLength: 3,
      isNumber: true,
    },
  },
});

type Values = { [field in keyof typeof limitsForm.fields]: string };

/** The form behind "Limits"; not a command of its own. */
export const personaLimits = defineCommand<Services, typeof limitsForm.fields>({
  name: "persona-limits",
  summary: "Set what people and the team may use a day",
  access: "admin",
  isListed: false,
  form: limitsForm,
  check: mistakesIn,

  async run(typed, context) {
    const { services, member, formId } = context;
    const { fields } = limitsForm;
    const { limits } = await services.settings.latest(member.tenantId);
    const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, valuesOf(limits));
    const change = { limits: changed(limits, values) };
    await storeSetup({ isSaved, change, details: "daily limits" }, context);
    return withOvertaken(await savedReply({ services, member }), { fields, typed, overtaken, isSaved });
  },
});

export const limitsButton: ButtonAction<Services> = {
  access: "admin",
  opensForm: true,
  async run(_state, { services, member }) {
    const { limits } = await services.settings.latest(member.tenantId);
    const values = valuesOf(limits);
    const formId = formIdOver(values, limitsForm.fields);
    return { kind: "form", command: "persona-limits", formId, values };
  },
};

function valuesOf(limits: Settings["limits"]): Values {
  return {
    creates: pairText(limitOf(limits, "creates")),
    syncs: pairText(limitOf(limits, "syncs")),
    videos: pairText(limitOf(limits, "videos")),
    minutes: pairText(limitOf(limits, "conversationMinutes")),
    longest: String(callMinutesOf(limits)),
  };
}

function limitField(kind: LimitKind): LineField {
  const { label, perMember, perTeam } = limitDefaults[kind];
  const usual = pairText({ member: perMember, team: perTeam });
  return {
    kind: "line",
    label: `${label} a day`,
    hint: `Each person / the whole team. Empty: ${usual}, the default.`,
    placeholder: usual,
    maxLength: 2 * mostDigits + 3,
    isNumber: true,
  };
}

function mistakesIn({ longest, ...pairs }: Values): FieldErrors {
  return { ...mistakesInPairs(pairs), ...mistakesInLongest(longest) };
}

function mistakesInLongest(longest: string): FieldErrors {
  const { least, most } = callMinutes;
  const isFine = longest === "" || (/^\d+$/.test(longest) && +longest >= least && +longest <= most);
  return isFine ? {} : { longest: `Type a whole number of minutes from ${least} to ${most}.` };
}

function mistakesInPairs(pairs: Omit<Values, "longest">): FieldErrors {
  const wrong = Object.entries(pairs).filter(([, text]) => text !== "" && !pairPattern.test(text));
  const sentence = `Type two whole numbers up to ${mostOfLimit} with / between them, such as 50 / 200; 0 allows none.`;
  const tooMany = Object.entries(pairs).filter(([, text]) => {
    const [, member, team] = pairPattern.exec(text) ?? [];
    return Number(member) > Number(team);
  });
  return Object.fromEntries([
    ...wrong.map(([key]) => [key, sentence]),
    ...tooMany.map(([key]) => [key, aboveTeam]),
  ]);
}

const aboveTeam =
  "One person cannot have more than the whole team: lower the first number, or raise the second.";

/** A limit that is as it comes is not stored, so that it follows a later version's. */
function changed(before: Settings["limits"], values: Values): Settings["limits"] {
  const typed: [LimitKind, string][] = [
    ["creates", values.creates],
    ["syncs", values.syncs],
    ["videos", values.videos],
    ["conversationMinutes", values.minutes],
  ];
  const limits = { ...before };
  for (const [kind, text] of typed) {
    const [, member, team] = pairPattern.exec(text) ?? [];
    const { perMember, perTeam } = limitDefaults[kind];
    setOrDrop(limits, limitName(kind, "member"), { value: Number(member ?? perMember), usual: perMember });
    setOrDrop(limits, limitName(kind, "team"), { value: Number(team ?? perTeam), usual: perTeam });
  }
  const longest = values.longest === "" ? callMinutes.usual : Number(values.longest);
  setOrDrop(limits, callMinutesName, { value: longest, usual: callMinutes.usual });
  return limits;
}

function setOrDrop(
  limits: { [name: string]: number },
  name: string,
  { value, usual }: { value: number; usual: number },
): void {
  if (value === usual) delete limits[name];
  else limits[name] = value;
}
