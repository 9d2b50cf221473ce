import { getSystemErrorMap } from "node:util";

/** Why the system refused something, without the path: what was given for one may be anything. */
export function systemWords(error: unknown): string {
  const { errno } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const [, words] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? [];
  return words ?? "it cannot be read";
}
