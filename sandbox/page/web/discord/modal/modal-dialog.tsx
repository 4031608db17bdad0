import { type FormEvent, useId, useState } from "react";
import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import type { DiscordPicture } from "../../../protocol/picture.ts";
import { BotMark } from "../../shared/bot-mark.tsx";
import { Dialog } from "../../shared/dialog.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import { type Guild, namesIn } from "../discord-room.ts";
import { Markdown } from "../message/markdown.tsx";
import { modalSchema } from "../wire.ts";
import { ModalField } from "./modal-field.tsx";
import { firstValues } from "./modal-values.ts";

type ModalDialogProps = { open: DiscordPicture["modals"][number]; guild: Guild };

/** A modal as Discord shows it. */
export function ModalDialog({ open, guild }: ModalDialogProps) {
  const { interactionId } = open;
  const { title, components } = modalSchema.parse(open.modal);
  const [values, setValues] = useState(() => firstValues(components));
  const { attempt, isBusy, problem } = useAttempt();
  const titleId = useId();
  const close = () => void attempt({ kind: "discord.dismiss", interactionId });

  function submit(event: FormEvent): void {
    event.preventDefault();
    void attempt({ kind: "discord.submit", interactionId, values });
  }

  return (
    <Dialog className="d-modal" labelledBy={titleId} onClose={close}>
      <form onSubmit={submit}>
        <header>
          <BotMark className="avatar" />
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="d-modal-close" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="d-modal-fields">
          {components.map((component, index) =>
            component.type === componentType.textDisplay ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: an open modal never changes
              <p key={index} className="d-modal-text">
                <Markdown text={component.content ?? ""} names={namesIn(guild)} />
              </p>
            ) : (
              <ModalField
                // biome-ignore lint/suspicious/noArrayIndexKey: an open modal never changes
                key={index}
                label={component}
                guild={guild}
                values={values}
                onChange={(customId, value) => setValues((before) => ({ ...before, [customId]: value }))}
              />
            ),
          )}
          <p className="d-modal-caution">
            This form will be submitted to <b>PersonaForge</b>. Do not share passwords or other sensitive
            information.
          </p>
        </div>
        <Problem text={problem} />
        <footer>
          <button type="button" className="d-button d-secondary" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="d-button d-primary" disabled={isBusy}>
            {isBusy ? "Sending…" : "Submit"}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
