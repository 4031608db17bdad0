import type { BotPicture } from "../../protocol/picture.ts";
import { BotMark } from "../shared/bot-mark.tsx";
import { useAttempt } from "../state/act-context.ts";
import type { SandboxState } from "../state/sandbox-state.ts";

type TopBarProps = {
  bot: BotPicture | undefined;
  /** Several processes, each with its own button. */
  isFleet: boolean;
  connection: SandboxState["connection"];
  isTouring: boolean;
  onTour: () => void;
};

const states: Readonly<Record<BotPicture["state"], string>> = {
  starting: "Bot is starting",
  running: "Bot is running",
  crashed: "Bot has crashed",
  stopping: "Bot is stopping",
  stopped: "Bot is stopped",
};

/** Where one is, how the bot is, and the way back into the tour. */
export function TopBar({ bot, isFleet, connection, isTouring, onTour }: TopBarProps) {
  const { attempt, isBusy } = useAttempt();
  const isOpen = connection === "open" && bot !== undefined;
  return (
    <header className="top">
      <BotMark className="top-mark" />
      <h1>
        PersonaForge <span>sandbox</span>
      </h1>
      <p className="top-promise">The real bot, playing on this machine. Nothing leaves it.</p>
      <span className="bot-state" role="status" data-state={isOpen ? bot.state : "lost"}>
        {isOpen ? states[bot.state] : "Connecting"}
      </span>
      {isOpen && !isFleet && bot.state === "running" && (
        <button
          type="button"
          className="top-quiet"
          disabled={isBusy}
          onClick={() => void attempt({ kind: "bot.stop" })}
        >
          Stop the bot
        </button>
      )}
      {!isTouring && (
        <button type="button" className="top-button" onClick={onTour}>
          Tour
        </button>
      )}
    </header>
  );
}
