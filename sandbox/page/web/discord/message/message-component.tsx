import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import { Icon } from "../../shared/icon.tsx";
import { type Guild, namesIn } from "../discord-room.ts";
import type { Component } from "../wire.ts";
import { cssColour } from "./embed-card.tsx";
import { Markdown } from "./markdown.tsx";
import { MessageSelect } from "./message-select.tsx";

export type Press = (customId: string, values?: string[]) => Promise<boolean>;

export type MessageComponentProps = { component: Component; press: Press; guild: Guild };

/** A component of a message with everything in it. */
export function MessageComponent(props: MessageComponentProps) {
  const { component, guild } = props;
  switch (component.type) {
    case componentType.actionRow:
      return <div className="d-row">{children(props)}</div>;
    case componentType.button:
      return <MessageButton {...props} />;
    case componentType.stringSelect:
    case componentType.userSelect:
    case componentType.roleSelect:
    case componentType.mentionableSelect:
    case componentType.channelSelect:
      return <MessageSelect {...props} />;
    case componentType.textDisplay:
      return (
        <p>
          <Markdown text={component.content ?? ""} names={namesIn(guild)} />
        </p>
      );
    case componentType.separator:
      return <hr />;
    case componentType.section:
      return (
        <div className="d-section">
          <div>{children(props)}</div>
          {component.accessory && <MessageComponent {...props} component={component.accessory} />}
        </div>
      );
    case componentType.container:
      return (
        <div
          className="d-embed"
          style={component.accent_color == null ? {} : { borderLeftColor: cssColour(component.accent_color) }}
        >
          {children(props)}
        </div>
      );
    default:
      return null;
  }
}

function children({ component, ...rest }: MessageComponentProps) {
  return component.components.map((child, index) => (
    <MessageComponent key={child.custom_id ?? child.url ?? index} component={child} {...rest} />
  ));
}

const buttonClasses = ["", "primary", "secondary", "success", "danger", "secondary"];

function MessageButton({ component, press }: MessageComponentProps) {
  const { label, emoji, style = 2, url, disabled, custom_id: customId } = component;
  const className = `d-button d-${buttonClasses[style] ?? "secondary"}`;
  const words = [emoji?.name, label].filter(Boolean).join(" ");
  if (url)
    return (
      <a className={className} href={url} target="_blank" rel="noreferrer">
        {words} <Icon name="link" />
      </a>
    );
  return (
    <button
      type="button"
      className={className}
      disabled={disabled ?? false}
      onClick={() => void press(customId ?? "")}
    >
      {words}
    </button>
  );
}
