import type { SendDirect } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { type CallReport, durationText, type TellReport } from "../../conversations/after/follow-up.ts";
import { counted } from "../../text/counted.ts";
import type { TellForSure } from "./news.ts";
import { quoted } from "./persona-reply.ts";

/** Tells whoever called how it was. The file goes to them alone, and lies nowhere else than with the call. */
export function createTellReport(
  sendDirectFor: (tenantId: string) => SendDirect | undefined,
  tellForSure: TellForSure,
): TellReport {
  return {
    async directly(report, isOurs) {
      const { tenantId, userId, id } = report.call;
      // A process that dies between the platform's yes and the note of it has another one tell it again, within minutes.
      const way = { nonce: `${id}.r`, isOurs };
      return (await sendDirectFor(tenantId)?.(userId, reportReply(report), undefined, way)) ?? false;
    },
    async otherwise(report) {
      const { tenantId, userId, id } = report.call;
      const reply = reportReply(report);
      await tellForSure({ id: `${id}.after`, member: { tenantId, userId } }, withoutFile(reply, report));
    },
  };
}

/** What is owed is words alone, and may be read long after: of the transcript it says where it is, and until when. */
function withoutFile({ files: _, facts = [], ...reply }: Reply, { transcript }: CallReport): Reply {
  if (typeof transcript === "string") return { ...reply, facts };
  const text = transcript.isOver
    ? `Its transcript was kept here for ${counted(transcript.days, "day")}, and is deleted now.`
    : `The transcript is kept until ${timeMark(transcript.untilMs)}: ${whereToFind} shows it.`;
  return { ...reply, text, facts: facts.filter(({ label }) => label !== transcriptLabel) };
}

const transcriptLabel = "Transcript";
const whereToFind = "/persona-show of this persona, button “My last transcript”,";

function reportReply(report: CallReport): Reply {
  const { call, why, transcript } = report;
  const { personaName, beganMs, endedMs } = call;
  if (transcript === "nobodyCame" || transcript === "nobodyThere") {
    return {
      tone: "neutral",
      ...closedWords(quoted(personaName))[transcript],
      facts: [{ label: "Open for", value: durationText(endedMs - beganMs) }],
    };
  }
  return {
    tone: "neutral",
    title: `Your call with ${quoted(personaName)} is over`,
    facts: [
      { label: "Length", value: durationText(endedMs - beganMs) },
      { label: "How it ended", value: why },
      { label: transcriptLabel, value: transcriptText(transcript) },
    ],
    ...(typeof transcript !== "string" && { files: [{ name: transcriptFile, text: transcript.text }] }),
  };
}

const closedWords = (name: string) => ({
  nobodyCame: {
    title: `Nobody came to your room with ${name}`,
    text: "It closed by itself. Its minutes counted from the moment it opened; press Join on its card when you are ready.",
  },
  nobodyThere: {
    title: `Your room with ${name} has closed`,
    text: "Tavus saw nobody in it for two minutes. Its minutes counted from the moment it opened; press Join on its card for another one.",
  },
});

export const transcriptFile = "transcript.txt";

function transcriptText(transcript: Exclude<CallReport["transcript"], "nobodyCame" | "nobodyThere">): string {
  switch (transcript) {
    case "neverCame":
      return "None came from Tavus within an hour of the end";
    default:
      if (transcript.isOver)
        return `In the file. It was kept here for ${counted(transcript.days, "day")}, and is deleted now.`;
      return `In the file. It is kept here for ${counted(transcript.days, "day")}, and then deleted. Until then, or until that of a later call, ${whereToFind} shows it again.`;
  }
}
