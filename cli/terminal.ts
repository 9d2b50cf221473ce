// Where output goes: results to stdout, where a program may read them, and notes to stderr.
import { createInterface } from "node:readline";

/** The person or program at the other end. */
export interface Terminal {
  /** Prints a line of the result. */
  print(line: string): void;
  /** Prints a note. */
  say(line: string): void;
  /** Whether a person can answer a question. */
  readonly isInteractive: boolean;
  /** Asks a question; anything but yes means no, and so does the end of the input. */
  confirm(question: string): Promise<boolean>;
}

/** The terminal of this process. */
export function createTerminal(
  host: Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">,
): Terminal {
  // In `dispersed jobs | head` the reader may end first, which is not a failure.
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
