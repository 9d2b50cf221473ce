// A job by the name of a stack's output, which the Pulumi CLI reads.
import { execFile } from "node:child_process";

import { printable, quoted } from "../../provider/api/printable";
import { parseJson } from "../../provider/api/json";

/** A backend may be far away. */
const LONGEST_ANSWER_MS = 60_000;

/**
 * Reads an output of the stack that is selected in the current folder.
 *
 * @throws Error with a next step when `pulumi` is not there, or does not tell it.
 */
export function readStackOutput(name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      // Whatever stands behind `--` is a name.
      ["stack", "output", "--json", "--non-interactive", "--", name],
      { timeout: LONGEST_ANSWER_MS },
      (error, stdout, stderr) => {
        const output = error === null ? parseJson(stdout) : undefined;
        if (output === undefined) reject(new Error(whyUnread(name, error, stderr)));
        else resolve(output);
      },
    );
  });
}

function whyUnread(
  name: string,
  error: { readonly code?: unknown; readonly killed?: boolean | undefined } | null,
  stderr: string,
): string {
  const what = `the stack output ${name} cannot be read`;
  const next = "Give the job's uuid instead: `dispersed jobs` lists them.";
  if (error?.code === "ENOENT") return `${what}: \`pulumi\` is not on PATH. ${next}`;
  const said = quoted(printable(stderr.replace(/^error: /, "")));
  const why = error?.killed === true ? "`pulumi` takes too long" : said;
  return `${what}: ${why === "" ? "`pulumi stack output` tells nothing" : why}. ${next}`;
}
