/** A path of the bot under the address by which the internet reaches it, which may have a path of its own in front. */
export function below(publicUrl: string, path: string): string {
  return new URL(`${publicUrl.replace(/\/+$/, "")}${path}`).href;
}
