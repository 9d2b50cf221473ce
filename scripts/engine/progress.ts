// Tells a person what a long step is doing. On stderr only: stdout belongs to the engine.

export interface Progress {
  say(line: string): void;
  /** Shows `what` and the time it has taken until `work` ends, and how it ended. */
  during<T>(what: string, work: (show: (detail: string) => void) => Promise<T>): Promise<T>;
}

export type ProgressStream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

const TERMINAL_TICK_MS = 1_000;
/** A log file wants few lines. */
const LOG_TICK_MS = 15_000;

export function createProgress(stream: ProgressStream): Progress {
  const say = (line: string): void => void stream.write(`${line}\n`);
  return {
    say,
    async during(what, work) {
      const startedAt = performance.now();
      const elapsed = (): string => formatElapsed(performance.now() - startedAt);
      let detail = "";
      const tick = (): void => {
        const line = [what, elapsed(), detail].join("  ");
        if (stream.isTTY) stream.write(`\r\u001b[K${line.slice(0, stream.columns - 1)}`);
        else say(`${what}  ${elapsed()}`);
      };
      const clear = (): void => {
        if (stream.isTTY) stream.write("\r\u001b[K");
      };
      say(`${what} ...`);
      const timer = setInterval(tick, stream.isTTY ? TERMINAL_TICK_MS : LOG_TICK_MS);
      try {
        const result = await work((text) => (detail = text));
        clear();
        say(`${what}: done in ${elapsed()}`);
        return result;
      } catch (error) {
        clear();
        say(`${what}: failed after ${elapsed()}. ${error instanceof Error ? error.message : ""}`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

export function formatElapsed(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
