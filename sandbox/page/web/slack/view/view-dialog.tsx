import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import type { SlackPicture } from "../../../protocol/picture.ts";
import { BotMark } from "../../shared/bot-mark.tsx";
import { Dialog } from "../../shared/dialog.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import { useEntries } from "../use-entries.ts";
import { stateSchema, viewSchema } from "../wire.ts";
import { ViewBlock } from "./view-block.tsx";

type ViewDialogProps = { open: SlackPicture["views"][number]; slack: SlackPicture };

/** A form as Slack shows it. */
export function ViewDialog({ open, slack }: ViewDialogProps) {
  const { title, submit, close, blocks } = viewSchema.parse(open.view);
  const state = stateSchema.catch({}).parse(open.state);
  const { attempt, problem } = useAttempt();
  // What is typed is on its way again and again: a press just then is not to be lost.
  const [isSending, setSending] = useState(false);
  const { enter, flush } = useEntries(open.id, attempt);
  const form = useRef<HTMLFormElement>(null);
  const titleId = useId();
  const mistakes = Object.keys(open.errors).join();
  const leave = () => void attempt({ kind: "slack.close", viewId: open.id });

  useEffect(() => {
    if (mistakes !== "") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [mistakes]);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setSending(true);
    if (await flush()) await attempt({ kind: "slack.submit", viewId: open.id });
    setSending(false);
  }

  return (
    <Dialog className="s-view" labelledBy={titleId} onClose={leave}>
      <form ref={form} noValidate onSubmit={(event) => void send(event)}>
        <header>
          <BotMark className="avatar" />
          <h2 id={titleId}>{title.text}</h2>
          <button type="button" className="s-view-close" aria-label="Close" onClick={leave}>
            <Icon name="close" />
          </button>
        </header>
        <div className="s-view-blocks">
          {blocks.map((block, index) => (
            <ViewBlock
              key={block.block_id || index}
              block={block}
              viewId={open.id}
              state={state[block.block_id]?.[block.element?.action_id ?? ""]}
              error={open.errors[block.block_id]}
              slack={slack}
              enter={enter}
              press={(actionId) => attempt({ kind: "slack.pressInView", viewId: open.id, actionId })}
            />
          ))}
        </div>
        {/* What is wrong with a field stands beside it. */}
        <Problem text={mistakes === "" ? problem : undefined} />
        <footer>
          <button type="button" className="s-button s-default" onClick={leave}>
            {close?.text ?? "Cancel"}
          </button>
          {submit && (
            <button type="submit" className="s-button s-primary" disabled={isSending}>
              {submit.text}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
