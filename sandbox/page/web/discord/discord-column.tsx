import type { DiscordPicture } from "../../protocol/picture.ts";
import { ActAs } from "../shared/act-as.tsx";
import { useRemembered } from "../shared/use-remembered.ts";
import { Composer } from "./composer/composer.tsx";
import { directChannel, openChannel } from "./discord-room.ts";
import { GuildRail } from "./guild-rail.tsx";
import { MessageList } from "./message/message-list.tsx";
import { ModalDialog } from "./modal/modal-dialog.tsx";
import { Places } from "./places.tsx";

/** A Discord client with its servers. */
export function DiscordColumn({ discord }: { discord: DiscordPicture }) {
  const [wantedGuild, setGuild] = useRemembered("discord.guild", "");
  const [wantedUser, setUser] = useRemembered("discord.user", "");
  const [wantedChannel, setChannel] = useRemembered("discord.channel", "");
  const guild = discord.guilds.find(({ id }) => id === wantedGuild) ?? discord.guilds[0];
  if (!guild) return <p className="waiting">The Discord server is being set up…</p>;
  const user = guild.members.find(({ id }) => id === wantedUser) ?? guild.members[0];
  const userId = user?.id ?? "";
  const channelId = openChannel(guild, userId, wantedChannel);
  const room = { discord, guild, userId, channelId };
  const open = discord.modals.find((modal) => modal.userId === userId);
  return (
    <div className="discord" data-actor={user?.name}>
      <GuildRail guilds={discord.guilds} openId={guild.id} onOpen={setGuild} />
      <div className="d-side">
        <h3 className="d-guild-name">{guild.name}</h3>
        <Places room={room} onOpen={setChannel} />
        <ActAs
          people={guild.members}
          userId={userId}
          onChange={(next) => {
            if (channelId === directChannel(userId)) setChannel(directChannel(next));
            setUser(next);
          }}
        />
      </div>
      <div className="d-main">
        <MessageList key={`${channelId} ${userId}`} room={room} />
        <Composer key={`composer ${channelId} ${userId}`} room={room} />
      </div>
      {open && <ModalDialog key={open.interactionId} open={open} guild={guild} />}
    </div>
  );
}
