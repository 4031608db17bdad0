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
    let given: string | undefined;
    // Beside this one stand Node's own, which take away what still listens to the terminal.
    lines.once("close", () => {
      // What is said next begins a line of its own.
      if (given === undefined) output.write("\n");
      resolve(given);
    });
    lines.question(question, (answer) => {
      given = answer;
      lines.close();
    });
  });
}
