// How a person logs in to a box: the texts that a shell and `~/.ssh/config` read.
import type { SshEndpoint } from "../generated/job";

/** A box: its name for people, and its login. */
export interface BoxLogin {
  readonly login: SshEndpoint;
  /** Where the person keeps the private key; `undefined` where ssh finds it by itself. */
  readonly identityFile: string | undefined;
}

/** A name that is one word for ssh, in a path and in a shell. */
export function hostAlias(name: string): string {
  const word = name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return word === "" ? "box" : word;
}

/** The command that logs in. */
export function sshCommand({ login, identityFile }: BoxLogin): string {
  if (identityFile === undefined) return login.command;
  return login.command.replace(/^ssh /, () => `ssh -i ${shellPath(identityFile)} `);
}

/**
 * A block for `~/.ssh/config`. ssh remembers the host key under the job's uuid, because the same
 * address and port may belong to another machine later.
 */
export function sshConfigBlock(alias: string, uuid: string, box: BoxLogin): string {
  const { host, port, user } = box.login;
  const identity =
    box.identityFile === undefined
      ? []
      : [`IdentityFile ${configPath(box.identityFile)}`, "IdentitiesOnly yes"];
  const lines = [`HostName ${host}`, `Port ${port}`, `User ${user}`, `HostKeyAlias ${uuid}`];
  return [`Host ${alias}`, ...[...lines, ...identity].map((line) => `  ${line}`), ""].join("\n");
}

/** A path as a POSIX shell reads it; a `~` that it shall expand stays outside of the quotes. */
function shellPath(path: string): string {
  const home = path.startsWith("~/") ? "~/" : "";
  const rest = path.slice(home.length);
  return /^[\w@+=:,./-]+$/.test(rest) ? path : `${home}'${rest.replaceAll("'", `'\\''`)}'`;
}

/** A path as ssh reads it, which expands `~` by itself, and `%` too. */
function configPath(path: string): string {
  const escaped = path.replaceAll("%", "%%");
  return /\s/.test(escaped) ? `"${escaped}"` : escaped;
}
