import {
  byStatus,
  type Judgement,
  judgeBeyondEnd,
  judgeConversation,
  judgeCreate,
  judgeGone,
  judgeLimits,
  judgeListed,
  judgeModel,
  judgeName,
  judgeNames,
  judgeOrder,
  judgePatch,
  judgePrompt,
  judgeShape,
  judgeToken,
  judgeTotal,
  judgeVocabulary,
  judgeVoices,
} from "./judge.ts";
import type { Observations } from "./observe.ts";

export type Finding = Judgement & { point: string; assumed: string };

type Assumption = { point: string; assumed: string; judge(seen: Observations): Judgement };

/** Every point that Tavus's documentation leaves open, or that was seen otherwise, and on which the bot builds. */
const assumptions: Assumption[] = [
  point("A wrong key", "401", ({ wrongKey }) => byStatus(wrongKey, { asAssumed: [401], survived: [403] })),
  point("The words of TAVUS_VOCABULARY", "are understood", (seen) => judgeVocabulary(seen)),
  point("A list's total", "counts every row", (seen) => judgeTotal(seen)),
  point("limit=100", "is taken", ({ largePage }) =>
    byStatus(largePage, { asAssumed: [200], survived: [400, 413, 422] }),
  ),
  point("A page after the end", "is empty", (seen) => judgeBeyondEnd(seen)),
  point("An unknown field at create", "is refused", ({ createUnknownField }) =>
    byStatus(createUnknownField, { asAssumed: [400, 422], survived: [200, 201] }),
  ),
  point("Create", "200 with an id", (seen) => judgeCreate(seen)),
  point("A name with other letters and signs", "is kept", (seen) => judgeName(seen)),
  point("The prompt", "is kept as it was sent", (seen) => judgePrompt(seen)),
  point("The model, where none is sent", "is Tavus's own choice", (seen) => judgeModel(seen)),
  point("Reading one", "{data: […]} or the bare object", ({ get }) => judgeShape(get)),
  point("The names in an answer", "are those of the path", (seen) => judgeNames(seen)),
  point("The other vocabulary", "reads the same id", ({ getOther }) =>
    byStatus(getOther, { asAssumed: [200], survived: [400, 404] }),
  ),
  point("A new one in the list", "is there at once", (seen) => judgeListed(seen)),
  point("The order of the list", "none that could be relied on", (seen) => judgeOrder(seen)),
  point("A patch", "200 or 304, and it has been done", (seen) => judgePatch(seen)),
  point("A patch of what is so already", "304 or 200", ({ patchSame }) =>
    byStatus(patchSame, { asAssumed: [200, 304], survived: [204] }),
  ),
  point("A patch that cannot be applied", "422 or 400", ({ patchMissing }) =>
    byStatus(patchMissing, { asAssumed: [400, 422], survived: [200, 304] }),
  ),
  point("Reading one that does not exist", "400 Invalid persona_id, or 404", (seen) =>
    byStatus(seen.getUnknown, { asAssumed: [400, 404], survived: [410] }),
  ),
  point("Changing one that does not exist", "400 or 404", ({ patchUnknown }) =>
    byStatus(patchUnknown, { asAssumed: [400, 404], survived: [410, 422] }),
  ),
  point("Deleting one that does not exist", "400 or 404", ({ deleteUnknown }) =>
    byStatus(deleteUnknown, { asAssumed: [400, 404], survived: [204, 200, 410] }),
  ),
  point("Delete", "204", (seen) => byStatus(seen.delete, { asAssumed: [204], survived: [200, 202] })),
  point("Deleting again", "400 or 404", ({ deleteAgain }) =>
    byStatus(deleteAgain, { asAssumed: [400, 404], survived: [204, 200, 410] }),
  ),
  point("One that was deleted", "cannot be read any more", ({ getDeleted }) =>
    byStatus(getDeleted, { asAssumed: [400, 404], survived: [410] }),
  ),
  point("One that was deleted, in the list", "is gone at once", (seen) => judgeGone(seen)),
  point("Voices", "a list; rows may lack an id", (seen) => judgeVoices(seen)),
  point("A conversation in test mode", "200, has ended, and costs nothing", (seen) =>
    judgeConversation(seen),
  ),
  point("A private conversation", "comes with meeting_token", (seen) => judgeToken(seen)),
  point("Ending a conversation", "200", ({ endConversation }) =>
    byStatus(endConversation, { asAssumed: [200, 204], survived: [400, 404] }),
  ),
  point("Ending it again", "200, 400 or 404", ({ endAgain }) =>
    byStatus(endAgain, { asAssumed: [200, 204, 400, 404], survived: [409] }),
  ),
  point("Rate limits", "are told by no header", (seen) => judgeLimits(seen)),
];

export function judgeAll(seen: Observations): Finding[] {
  return assumptions.map(({ judge, ...assumption }) => ({ ...assumption, ...judge(seen) }));
}

function point(name: string, assumed: string, judge: Assumption["judge"]): Assumption {
  return { point: name, assumed, judge };
}
