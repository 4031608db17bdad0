import type { BotPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";

/** What happened to a bot that no longer runs, and the way to start it again. */
export function BotNotice({ bot, isFleet }: { bot: BotPicture; isFleet: boolean }) {
  const { attempt, isBusy, problem } = useAttempt();
  if (bot.state !== "crashed" && bot.state !== "stopped") return null;
  return (
    <section className="notice bot-notice" aria-label="The bot">
      <p role="alert">
        {bot.state === "crashed"
          ? "The bot has crashed. What it had saved is safe."
          : `${isFleet ? "No process of the bot runs" : "The bot is stopped"}. Commands get no answer until ${isFleet ? "one does" : "it runs"}.`}
      </p>
      {bot.lastLines.length > 0 && (
        <details open={bot.state === "crashed"}>
          <summary>Its last lines</summary>
          <pre tabIndex={0}>{bot.lastLines.join("\n")}</pre>
        </details>
      )}
      <button
        type="button"
        className="top-button"
        disabled={isBusy}
        onClick={() => void attempt({ kind: "bot.start" })}
      >
        {isBusy ? "Starting…" : "Start the bot"}
      </button>
      <Problem text={problem} />
    </section>
  );
}
