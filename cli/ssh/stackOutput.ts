// A job by the name of a stack's output, which the Pulumi CLI reads.
import { sentences } from "../../provider/api/errors/sentences";
import { parseJson } from "../../provider/api/json";
import { EngineError, runPulumi } from "../engine/runPulumi";

/**
 * Reads an output of the stack that is selected in the current folder.
 *
 * @throws Error with a next step when `pulumi` is missing or does not give it.
 */
export async function readStackOutput(name: string): Promise<unknown> {
  const output = parseJson(await readText(name));
  if (output !== undefined) return output;
  throw unread(name, "`pulumi stack output` printed nothing");
}

async function readText(name: string): Promise<string> {
  try {
    // After `--` anything is a name.
    return await runPulumi(["stack", "output", "--json", "--", name]);
  } catch (error) {
    if (error instanceof EngineError) throw unread(name, error.message);
    throw error;
  }
}

function unread(name: string, why: string): Error {
  return new Error(
    sentences(
      `cannot read the stack output ${name}: ${why}`,
      "Give the job's uuid instead: `dispersed jobs` lists them.",
    ),
  );
}
