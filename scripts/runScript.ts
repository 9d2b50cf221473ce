/** What a person is told of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a script. Its exit code is what `main` gives, where `false` is 1 and nothing is 0. An error goes to stderr and is
 * 1; with `--json` the last line of stdout is then `failed`.
 */
export function runScript(main: () => Promise<unknown>, failed?: object): void {
  main().then(
    (end) => (process.exitCode = typeof end === "number" ? end : Number(end === false)),
    (error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      if (failed !== undefined && process.argv.includes("--json")) {
        console.log(JSON.stringify(failed));
      }
      process.exitCode = 1;
    },
  );
}

/** The names that were chosen, in the order of `known`; all of them when none was. Another name is an error. */
export function chosen<T extends string>(
  kind: string,
  known: readonly T[],
  names: readonly string[],
): readonly T[] {
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) {
    throw new Error(
      `Unknown ${kind}: ${unknown.join(", ")}. The ${kind}s are: ${known.join(", ")}.`,
    );
  }
  return known.filter((name) => names.length === 0 || names.includes(name));
}
