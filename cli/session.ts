// A command's connection: the same settings, error texts, limits and journal as the provider's.
import { openProcess, type Connection } from "../provider/pulumi/connection";
import type { Terminal } from "./terminal";

/** What a command may set besides the environment. */
export interface SessionOptions {
  /** `dispersed:namespace` of the stacks. */
  readonly namespace?: string | undefined;
}

/**
 * Connects with the keys of the environment.
 *
 * @throws DispersedError of kind `config` that names what is missing; nothing was sent.
 */
export function connect(terminal: Terminal, { namespace }: SessionOptions = {}): Connection {
  const silent = (): void => undefined;
  const warn = (line: string): void => terminal.say(line);
  const log = { debug: silent, info: silent, status: silent, warn };
  return openProcess(log).connect((key) => (key === "dispersed:namespace" ? namespace : undefined));
}
