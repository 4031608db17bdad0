import type { Guild } from "./discord-room.ts";

type GuildRailProps = { guilds: readonly Guild[]; openId: string; onOpen: (guildId: string) => void };

/** The servers, at the left edge as in Discord. */
export function GuildRail({ guilds, openId, onOpen }: GuildRailProps) {
  return (
    <nav className="d-rail" aria-label="Discord servers">
      {guilds.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="d-guild"
          title={name}
          aria-current={id === openId}
          onClick={() => onOpen(id)}
        >
          <span aria-hidden="true">{initials(name)}</span>
          <span className="visually-hidden">{name}</span>
        </button>
      ))}
    </nav>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).map((word) => word.slice(0, 1).toUpperCase());
  return words.slice(0, 3).join("");
}
