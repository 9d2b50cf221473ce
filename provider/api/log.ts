/** Receives the provider's messages for the user. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** Progress. The next line replaces it, and it is not kept. */
  status(message: string): void;
}
