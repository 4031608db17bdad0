import type { SlackPicture } from "../../protocol/picture.ts";
import { useRemembered } from "../shared/use-remembered.ts";
import { AppHome } from "./app-home.tsx";
import { AppTabs, isAppTab } from "./app-tabs.tsx";
import { SlackMessageList } from "./message/slack-message-list.tsx";
import { SlackComposer } from "./slack-composer.tsx";
import { directChannel, openChannel } from "./slack-room.ts";
import { SlackSidebar } from "./slack-sidebar.tsx";
import { ViewDialog } from "./view/view-dialog.tsx";

/** A Slack client in its workspace. */
export function SlackColumn({ slack }: { slack: SlackPicture }) {
  const [wantedUser, setUser] = useRemembered("slack.user", "");
  const [wantedChannel, setChannel] = useRemembered("slack.channel", "");
  const [wantedTab, setTab] = useRemembered("slack.tab", "messages");
  const user = slack.users.find(({ id }) => id === wantedUser) ?? slack.users[0];
  if (!user) return <p className="waiting">The Slack workspace is being set up…</p>;
  const channelId = openChannel(slack, user.id, wantedChannel);
  const isApp = channelId === directChannel(user.id);
  const tab = isAppTab(wantedTab) ? wantedTab : "messages";
  const room = { slack, userId: user.id, channelId };
  const open = slack.views.findLast((view) => view.userId === user.id);
  return (
    <div className="slack" data-actor={user.name}>
      <SlackSidebar
        room={room}
        onOpen={setChannel}
        onActAs={(next) => {
          if (channelId === directChannel(user.id)) setChannel(directChannel(next));
          setUser(next);
        }}
      />
      <div className={isApp ? "s-main s-main-app" : "s-main"}>
        {isApp && <AppTabs key={user.id} userId={user.id} tab={tab} onOpen={setTab} />}
        {isApp && tab === "home" ? (
          <AppHome slack={slack} userId={user.id} />
        ) : (
          <SlackMessageList key={`${channelId} ${user.id}`} room={room} />
        )}
        <SlackComposer key={`composer ${channelId} ${user.id}`} room={room} />
      </div>
      {open && <ViewDialog key={open.id} open={open} slack={slack} />}
    </div>
  );
}
