/** The libraries that read what Discord and Slack send, in listeners whose failure reaches nobody. */
const readers =
  /[\\/]node_modules[\\/](discord\.js|@discordjs|@slack|@vladfrangu|@sapphire|eventemitter3|undici|ws)[\\/]/;

/**
 * Whether an error nobody has caught comes from what a platform sent: thrown in one of the libraries that read it, with
 * no function of ours on the way. Any other is a mistake of ours, after which nobody knows what state the process is in.
 */
export function isFromOutside(error: unknown): boolean {
  if (!(error instanceof Error) || error.stack === undefined) return false;
  const frames = error.stack.split("\n").filter((line) => /^\s+at .*[\\/]/.test(line) && !/node:/.test(line));
  const [thrower] = frames;
  return (
    thrower !== undefined && readers.test(thrower) && frames.every((frame) => /node_modules/.test(frame))
  );
}
