import { z } from "zod";

/** Whom a team lets talk to personas, or make videos: everybody, or its managers and admins. */
export type WhoMay = "members" | "managers";

/** What a team has set about calls and videos. */
export type CallSettings = {
  talkFor: WhoMay;
  videoFor: WhoMay;
  /** How many days the text of a call is kept here; null: none is fetched. */
  transcriptDays: number | null;
  /** Whether personas can be talked to in writing, which Tavus charges like a call. */
  isRehearsalOn: boolean;
  /** Whether the bot ends the calls it has open as it is stopped. */
  endsCallsAtShutdown: boolean;
  /** Whether managers may share personas with people who are in no chat. */
  isSharingOn: boolean;
};

/** The columns of `tenant_settings` that hold it. */
export type CallSettingsRow = {
  talk_for: string;
  video_for: string;
  transcript_days: number | null;
  rehearsal_on: number;
  ends_calls_at_shutdown: number;
  sharing_on: number;
};

/** Where a team has set nothing: nothing is kept of what people say, and nothing new costs anything. */
export const usualCallSettings: CallSettings = {
  talkFor: "members",
  videoFor: "members",
  transcriptDays: null,
  isRehearsalOn: false,
  endsCallsAtShutdown: false,
  isSharingOn: false,
};

const whoMay = z.enum(["members", "managers"]);

export function callSettingsFrom(row: CallSettingsRow): CallSettings {
  return {
    talkFor: whoMay.parse(row.talk_for),
    videoFor: whoMay.parse(row.video_for),
    transcriptDays: row.transcript_days,
    isRehearsalOn: row.rehearsal_on === 1,
    endsCallsAtShutdown: row.ends_calls_at_shutdown === 1,
    isSharingOn: row.sharing_on === 1,
  };
}

/** The columns of what is given; what is absent stays as it is. */
export function callColumnsOf(change: Partial<CallSettings>): Partial<CallSettingsRow> {
  const { talkFor, videoFor, transcriptDays, isRehearsalOn, endsCallsAtShutdown, isSharingOn } = change;
  return {
    ...(talkFor === undefined ? {} : { talk_for: talkFor }),
    ...(videoFor === undefined ? {} : { video_for: videoFor }),
    ...(transcriptDays === undefined ? {} : { transcript_days: transcriptDays }),
    ...(isRehearsalOn === undefined ? {} : { rehearsal_on: Number(isRehearsalOn) }),
    ...(endsCallsAtShutdown === undefined ? {} : { ends_calls_at_shutdown: Number(endsCallsAtShutdown) }),
    ...(isSharingOn === undefined ? {} : { sharing_on: Number(isSharingOn) }),
  };
}

export const emptyCallRow: CallSettingsRow = {
  talk_for: usualCallSettings.talkFor,
  video_for: usualCallSettings.videoFor,
  transcript_days: usualCallSettings.transcriptDays,
  rehearsal_on: 0,
  ends_calls_at_shutdown: 0,
  sharing_on: 0,
};
