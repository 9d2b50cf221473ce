// A fault script in a JSON file, and its mistakes with their lines.
import type { ScriptedFault } from "./fault";
import { describeComplaint, type FaultScriptError } from "./faultScriptError";
import { JsonSyntaxError, readJsonLines } from "./jsonLines";

/** A fault script as in a file. */
export interface FaultFile {
  readonly path: string;
  readonly text: string;
}

/** A file that is no JSON. */
export class FaultFileError extends Error {}

/** The file's entries, unchecked; throws a {@link FaultFileError} that names the line where it is no JSON. */
export function entriesOf({ path, text }: FaultFile): ScriptedFault[] {
  try {
    readJsonLines(text);
    return JSON.parse(text) as ScriptedFault[];
  } catch (error) {
    const line = error instanceof JsonSyntaxError ? `:${error.line}` : "";
    throw new FaultFileError(`${path}${line}: is not valid JSON`);
  }
}

/** What is wrong with the file's entries, a line each: `faults.json:7: faults[2].phase: …`. */
export function complaintsByLine({ path, text }: FaultFile, error: FaultScriptError): string[] {
  const lineOf = readJsonLines(text);
  return error.complaints.map((complaint) => {
    // What is missing has no line of its own; its entry has.
    const line = lineOf(complaint.path) ?? lineOf(complaint.path.slice(0, 1)) ?? 1;
    return `${path}:${line}: ${describeComplaint(complaint)}`;
  });
}
