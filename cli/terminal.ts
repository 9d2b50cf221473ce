// Where the command's words go: results to stdout, which a program may read, and everything said
// about them to stderr.
import { createInterface } from "node:readline";

/** The person or program at the other end. */
export interface Terminal {
  /** A line of the result. */
  print(line: string): void;
  /** A line about it. */
  say(line: string): void;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
  /** Asks for a yes; anything else, and the end of the input, is a no. */
  confirm(question: string): Promise<boolean>;
}

/** The terminal of this process. */
export function createTerminal(
  host: Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">,
): Terminal {
  // `dispersed jobs | head` ends the reader first, and that is no failure.
  host.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    print: (line) => void host.stdout.write(`${line}\n`),
    say: (line) => void host.stderr.write(`${line}\n`),
    isInteractive: host.stdin.isTTY && host.stderr.isTTY,
    async confirm(question) {
      const reader = createInterface({ input: host.stdin });
      host.stderr.write(`${question} [y/N] `);
      const answer = await new Promise<string>((resolve) => {
        reader.once("line", resolve).once("close", () => resolve(""));
      });
      reader.close();
      return /^y(es)?$/i.test(answer.trim());
    },
  };
}
