/** Where the provider's words for a person go while it works. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}
