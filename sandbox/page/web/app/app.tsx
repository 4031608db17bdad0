import { useState } from "react";
import type { Picture } from "../../protocol/picture.ts";
import { DiscordColumn } from "../discord/discord-column.tsx";
import { FleetPanel } from "../fleet/fleet-panel.tsx";
import { LiveDialog } from "../live/live-screen.tsx";
import { useLiveLinks } from "../live/use-live-links.ts";
import { useRemembered } from "../shared/use-remembered.ts";
import { SlackColumn } from "../slack/slack-column.tsx";
import { ActProvider } from "../state/act-context.ts";
import { useSandbox } from "../state/use-sandbox.ts";
import { TavusColumn } from "../tavus/tavus-column.tsx";
import { BotNotice } from "./bot-notice.tsx";
import { ColumnTabs } from "./column-tabs.tsx";
import { type ColumnName, columnNames, columns } from "./columns.ts";
import { StepStrip } from "./step-strip.tsx";
import { TopBar } from "./top-bar.tsx";
import { Tour } from "./tour.tsx";

/** The whole page. */
export function App() {
  const { state, act } = useSandbox();
  const { connection, picture } = state;
  const [tour, setTour] = useRemembered("tour", "on");
  const [wantedColumn, setColumn] = useState<ColumnName>("discord");
  const [focus, setFocus] = useState<ColumnName>();
  const { open: live, close: closeLive } = useLiveLinks();
  return (
    <ActProvider value={act}>
      <div className="page">
        <TopBar
          bot={picture?.bot}
          isFleet={picture?.fleet !== undefined}
          connection={connection}
          isTouring={tour === "on"}
          onTour={() => setTour("on")}
        />
        <div className="notices">
          {connection === "lost" && (
            <p className="notice" role="alert">
              The sandbox does not answer. Start it again with <code>npm run sandbox</code>; this page finds
              it by itself.
            </p>
          )}
          {picture && <BotNotice bot={picture.bot} isFleet={picture.fleet !== undefined} />}
          {picture && tour === "on" && (
            <Tour picture={picture} onEnd={() => setTour("off")} onPlace={setFocus} onShow={setColumn} />
          )}
        </div>
        <ColumnTabs open={wantedColumn} onOpen={setColumn} />
        <main className="columns" data-open={wantedColumn}>
          {columnNames.map((name) => (
            <section
              key={name}
              id={`column-${name}`}
              className="column"
              data-column={name}
              data-focus={tour === "on" && focus === name}
              aria-labelledby={`title-${name}`}
            >
              <h2 id={`title-${name}`} className="visually-hidden">
                {columns[name]}
              </h2>
              {picture ? <Column name={name} picture={picture} /> : <p className="waiting">Starting…</p>}
            </section>
          ))}
        </main>
        {picture?.fleet && <FleetPanel fleet={picture.fleet} />}
        <StepStrip steps={picture?.steps ?? []} />
        {live && picture && (
          <LiveDialog key={live.link.href} {...live} tavus={picture.tavus} onClose={closeLive} />
        )}
      </div>
    </ActProvider>
  );
}

function Column({ name, picture }: { name: ColumnName; picture: Picture }) {
  switch (name) {
    case "discord":
      return <DiscordColumn discord={picture.discord} />;
    case "slack":
      return <SlackColumn slack={picture.slack} />;
    case "tavus":
      return <TavusColumn tavus={picture.tavus} />;
  }
}
