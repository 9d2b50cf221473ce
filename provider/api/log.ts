/** Where the provider's words for a person go while it works. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** How far something has come. Replaced by the next one, and never kept. */
  status(message: string): void;
}
