/** How a command ends. */
export const exitCode = {
  ok: 0,
  /** It failed, or found orphans. */
  failed: 1,
  /** Wrong usage; nothing was done. */
  usage: 2,
} as const;

/** One of {@link exitCode}. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Wrong usage; the message says what is right. */
export class UsageError extends Error {}
