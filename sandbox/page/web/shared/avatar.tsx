import { BotMark } from "./bot-mark.tsx";

/** Dark enough for white letters. */
const colours = ["#9a3412", "#1d4ed8", "#047857", "#7e22ce", "#be185d", "#0e7490"];

type AvatarProps = { name: string; isBot?: boolean };

/** A picture of somebody, made here: the page asks no other host for one. */
export function Avatar({ name, isBot = false }: AvatarProps) {
  if (isBot) return <BotMark className="avatar" />;
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span
      className="avatar avatar-letter"
      aria-hidden="true"
      style={{ backgroundColor: colours[sum % colours.length] }}
    >
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
