import { useEffect } from "react";
import { useAct } from "../state/act-context.ts";

const tabs = { home: "Home", messages: "Messages" } as const;
export type AppTab = keyof typeof tabs;

export function isAppTab(tab: string): tab is AppTab {
  return tab in tabs;
}

type AppTabsProps = { userId: string; tab: AppTab; onOpen: (tab: AppTab) => void };

/** The tabs of the app; Slack tells the bot which of them somebody opens. */
export function AppTabs({ userId, tab, onOpen }: AppTabsProps) {
  const act = useAct();
  useEffect(() => {
    act({ kind: "slack.openApp", userId, tab }).catch(() => undefined);
  }, [act, userId, tab]);
  return (
    <nav className="s-tabs" aria-label="PersonaForge">
      {(["home", "messages"] as const).map((each) => (
        <button key={each} type="button" aria-current={each === tab} onClick={() => onOpen(each)}>
          {tabs[each]}
        </button>
      ))}
    </nav>
  );
}
