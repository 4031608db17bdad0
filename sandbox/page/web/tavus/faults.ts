import type { FaultSwitch } from "../../protocol/act.ts";

export type FaultChoice = {
  fault: FaultSwitch | undefined;
  name: string;
  /** What to try next in chat. */
  tryNext: string;
};

/** What can be wrong with Tavus. */
export const faultChoices: readonly FaultChoice[] = [
  {
    fault: undefined,
    name: "All well",
    tryNext: "Create a persona in chat: the answer shows both IDs. Press Retry on any that still wait.",
  },
  {
    fault: "outOfCredits",
    name: "Out of credits",
    tryNext: "Create a persona: it is saved, and the warning says what to buy. Switch back and press Retry.",
  },
  {
    fault: "invalidKey",
    name: "Invalid key",
    tryNext:
      "Create a persona: it is saved, and the warning names the key. In the warnings channel, try Change key.",
  },
  {
    fault: "slow",
    name: "Slow",
    tryNext: "Create a persona: the bot shows that it is working, and the answer comes later as an edit.",
  },
  {
    fault: "unreachable",
    name: "Unreachable",
    tryNext: "Create a persona: nothing is lost, and the bot tries again by itself once you switch back.",
  },
  {
    fault: "serverErrors",
    name: "Server errors",
    tryNext:
      "Create a persona, switch back, press Retry: the bot first looks whether Tavus made it after all.",
  },
  {
    fault: "rateLimited",
    name: "Rate limited",
    tryNext: "Create a persona: the answer says when the next try is, and needs no help from you.",
  },
  {
    fault: "losesAnswer",
    name: "Loses the answer",
    tryNext:
      "Create a persona: Tavus makes it and hangs up. Switch back, press Retry: it is found, never doubled.",
  },
  {
    fault: "tooManyCalls",
    name: "Too many calls",
    tryNext: "Press Join on a talk card: the answer says that all places are taken, and by whom.",
  },
  {
    fault: "endless",
    name: "Calls don't end",
    tryNext: "Join a call and press End: the bot tries again until Tavus has ended it.",
  },
  {
    fault: "noVideos",
    name: "No videos",
    tryNext: "Ask for a video: the script is kept, and made into a video once you switch back.",
  },
  {
    fault: "unreadableVideos",
    name: "Videos unreadable",
    tryNext: "Ask for a video and make it ready: the bot tells of it once, as soon as you switch back.",
  },
];
