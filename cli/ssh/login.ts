// Where `ssh` connects to. All of it may come from outside, so everything is checked here before it
// gets into a command line.
import * as z from "zod";

import { isHostname } from "../../provider/api/endpoints/jobRuns";
import { DEFAULT_SSH_USER } from "../../provider/resources/job/inputs";
import { port, userName } from "../../provider/resources/schema/primitives";

/** A host, a port and a user. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Path of the private key; left out where ssh finds it by itself. */
  readonly identityFile?: string | undefined;
}

const loginShape = z.object({
  host: z.string().refine(isHostname),
  port,
  user: userName.default(DEFAULT_SSH_USER),
});

/**
 * The command of the output `ssh`, as a program may export it: a job's, or a box's that names the
 * private key. ssh expands `~` by itself.
 */
const COMMAND = /^ssh (?:-i ([\w~./][\w@+=:,./-]*) )?-p (\d{1,5}) ([^\s@]+)@(\S+)$/;

/** The login in a value, such as a job's output `ssh` or its command. */
export function loginOf(value: unknown): Login | undefined {
  const [, identityFile, portText, user, host] =
    typeof value === "string" ? (COMMAND.exec(value) ?? []) : [];
  const read = loginShape.safeParse(
    host === undefined ? value : { host, port: Number(portText), user },
  );
  if (!read.success) return undefined;
  return identityFile === undefined ? read.data : { ...read.data, identityFile };
}

/**
 * The arguments of `ssh`. What the user adds comes last, where OpenSSH takes options as well as a
 * command.
 */
export function sshArguments(login: Login, more: readonly string[]): string[] {
  const { host, port: at, user, identityFile } = login;
  const identity = identityFile === undefined ? [] : ["-i", identityFile];
  return [...identity, "-p", String(at), `${user}@${host}`, ...more];
}

/** A command as a POSIX shell reads it. */
export function shellCommand(words: readonly string[]): string {
  const quoted = (word: string): string =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
  return words.map(quoted).join(" ");
}
