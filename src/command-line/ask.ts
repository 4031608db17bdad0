import { createInterface } from "node:readline";

/** The terminal's two ends. */
type Terminal = { stdin: NodeJS.ReadableStream; stdout: NodeJS.WritableStream };

/** Asks whoever sits at the terminal. Undefined: they gave no answer but Ctrl+C or Ctrl+D, or the terminal was closed. */
export function ask(
  question: string,
  { stdin: input, stdout: output }: Terminal = process,
): Promise<string | undefined> {
  const lines = createInterface({ input, output });
  return new Promise((resolve) => {
    lines.once("close", () => {
      // What is said next begins a line of its own.
      output.write("\n");
      resolve(undefined);
    });
    lines.question(question, (answer) => {
      lines.removeAllListeners("close");
      lines.close();
      resolve(answer);
    });
  });
}
