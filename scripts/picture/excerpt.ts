// What of the demo's lines is shown in a picture: the steps that a reader wants to see, without what
// differs from machine to machine.
import { stripVTControlCharacters } from "node:util";

/** Steps that are shown; of the others nothing is. */
const shown = [
  "preview",
  "up",
  "outputs and an HTTP request to the published port",
  "change gpuCount: the box is replaced",
  "destroy",
];
/** Steps whose outputs are shown: where they are new. */
const withOutputs = ["up"];
const OUTPUTS_END = "Resources:";

/** Durations, as the engine, the provider and the demo write them. */
const durations: readonly (readonly [RegExp, string])[] = [
  [/ ?\(\d+(\.\d+)?s\)/g, ""],
  [/(PENDING|ASSIGNED|RUNNING) \d+s/g, "$1"],
  [/: \d+\.\d s$/, ""],
];

/** Within a list or an object that is an output. */
const DEEP = /^ {9}|[[{]$|^\s*[\]}]$/;
/** Reports of the engine on itself, its advice, and the beginning of a step whose end is shown too. */
const NOISE =
  /refresh|^ +Duration: |running|pulumi:pulumi:Stack|Job box *$|The resources in|If you want|Job box (creating|deleting|replacing)/;

/** The lines of the demo that a picture shows. */
export function excerpt(lines: readonly string[]): readonly string[] {
  let step: string | undefined;
  let isInOutputs = false;
  return lines.flatMap((line) => {
    const text = stripVTControlCharacters(line);
    step = text.startsWith("▸ ") ? text.slice("▸ ".length) : step;
    if (text.startsWith("The emulator's ledger")) step = shown.at(-1);
    isInOutputs = text.trim() === "Outputs:" || (isInOutputs && text.trim() !== OUTPUTS_END);
    const isLeftOut =
      !shown.includes(step ?? "") ||
      (isInOutputs && (!withOutputs.includes(step ?? "") || DEEP.test(text))) ||
      NOISE.test(text);
    if (isLeftOut) return [];
    const shorter = durations.reduce((left, [pattern, put]) => left.replace(pattern, put), line);
    return [shorter.trimEnd()];
  });
}
