// Where `ssh` goes. All of it may come from outside, so nothing gets into a command line that was
// not checked here.
import * as z from "zod";

import { isHostname } from "../../provider/api/endpoints/jobRuns";
import { DEFAULT_SSH_USER } from "../../provider/resources/jobInputs";
import { port, userName } from "../../provider/resources/primitives";

/** A host, a port and a user. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

const loginShape = z.object({
  host: z.string().refine(isHostname),
  port,
  user: userName.default(DEFAULT_SSH_USER),
});

/** The command of a job's output `ssh`, as a program may export it. */
const COMMAND = /^ssh -p (\d{1,5}) ([^\s@]+)@(\S+)$/;

/** The login that a value says, such as a job's output `ssh` or its command. */
export function loginOf(value: unknown): Login | undefined {
  const [, portText, user, host] = typeof value === "string" ? (COMMAND.exec(value) ?? []) : [];
  const read = loginShape.safeParse(
    host === undefined ? value : { host, port: Number(portText), user },
  );
  return read.success ? read.data : undefined;
}

/**
 * The arguments of `ssh`. What the user adds comes last, where OpenSSH takes options as well as a
 * command.
 */
export function sshArguments({ host, port: at, user }: Login, more: readonly string[]): string[] {
  return ["-p", String(at), `${user}@${host}`, ...more];
}

/** A command as a POSIX shell reads it. */
export function shellCommand(words: readonly string[]): string {
  const quoted = (word: string): string =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
  return words.map(quoted).join(" ");
}
