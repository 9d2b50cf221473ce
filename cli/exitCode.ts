/** What a command says to the script that called it. */
export const exitCode = {
  ok: 0,
  /** It failed, or found what it was asked to look for. */
  failed: 1,
  /** It was called wrongly, and did nothing. */
  usage: 2,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The command was called wrongly; the message says how it is meant. */
export class UsageError extends Error {}
