// The Pulumi CLI as this command runs it: in a folder of the user's, with the user's environment, and
// never interactive.
import { execFile } from "node:child_process";

import { sanitizeOneLine, quoted } from "../../provider/api/errors/sanitize";
import { createRedactor } from "../../provider/api/errors/redact";
import { clause } from "../../provider/api/errors/sentences";
import { environment } from "../../provider/host/providerProcess";

/** A backend may be far away, and a state large. */
const TIMEOUT_MS = 120_000;

/** Why `pulumi` gave no answer. */
export type EngineFailure = "missing" | "timeout" | "failed" | "unreadable";

/** `pulumi` gave no usable answer. The message names the command and never holds a secret. */
export class EngineError extends Error {
  constructor(
    /** Decide by this, never by the message. */
    readonly failure: EngineFailure,
    message: string,
  ) {
    super(message);
  }
}

/** Where and how long `pulumi` runs. */
export interface EngineCall {
  /** An existing folder; the current one when left out. */
  readonly folder?: string | undefined;
  readonly timeoutMs?: number;
}

/**
 * Runs `pulumi` and returns what it printed.
 *
 * @param args the subcommand first; flags of ours go before it.
 * @throws EngineError when `pulumi` is missing, fails or takes too long.
 */
export function runPulumi(args: readonly string[], call: EngineCall = {}): Promise<string> {
  const { folder, timeoutMs: timeout = TIMEOUT_MS } = call;
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      ["--non-interactive", ...args],
      { cwd: folder, timeout, maxBuffer: Infinity },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(failureOf(args, folder, error, stderr));
      },
    );
  });
}

function failureOf(
  args: readonly string[],
  folder: string | undefined,
  error: { readonly code?: unknown; readonly killed?: boolean | undefined },
  stderr: string,
): EngineError {
  if (error.code === "ENOENT") return new EngineError("missing", "`pulumi` is not on PATH");
  const what = `${commandName(args)}${folder === undefined ? "" : ` in ${folder}`}`;
  if (error.killed === true) return new EngineError("timeout", `${what} took too long`);
  const said = wordsOf(stderr);
  return new EngineError("failed", `${what} failed${said === "" ? "" : `: ${said}`}`);
}

/** The subcommand alone: a flag's value may be long, and is not needed to recognise it. */
export function commandName(args: readonly string[]): string {
  const end = args.findIndex((arg) => arg.startsWith("-"));
  return `\`pulumi ${args.slice(0, end === -1 ? args.length : end).join(" ")}\``;
}

/** What the engine said is wrong, without secrets of the environment and passwords in addresses. */
function wordsOf(stderr: string): string {
  const [, error = stderr] = stderr.match(/^error: ([\s\S]*)$/m) ?? [];
  const plain = error.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]*@/gi, "$1[secret]@");
  return clause(quoted(sanitizeOneLine(createRedactor(secretVariables())(plain))));
}

/** Shorter values are words such as "true". */
const MIN_SECRET_LENGTH = 8;

function secretVariables(): readonly string[] {
  return Object.entries(environment).flatMap(([name, value = ""]) =>
    /secret|token|pass|key|credential/i.test(name) && value.length >= MIN_SECRET_LENGTH
      ? [value]
      : [],
  );
}
