// The result of mutation testing, from the reports that Stryker writes. Pure.

/** What the whole has to reach, in percent. */
export const MIN_SCORE = 95;
/** What each file has to reach. */
export const MIN_FILE_SCORE = 90;

/** A place in a file; lines and columns count from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mutant {
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** The part of Stryker's report that is read here. */
export interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>
  >;
}

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** The line of code that it begins in. */
  readonly within: string;
  readonly original: string;
  readonly replacement: string;
  /** Why no test has to notice it: written by hand into records/mutants.json, and kept by later runs. */
  readonly reason?: string;
}

/** The mutants of one file. One that never came to an end was noticed, too. */
export interface FileFigures {
  readonly file: string;
  readonly mutants: number;
  readonly score: number;
}

/** What `records/mutants.json` holds. */
export interface MutantFigures {
  /** Day of the run, as `2026-11-21`. */
  readonly on: string;
  readonly score: number;
  readonly files: readonly FileFigures[];
  readonly survivors: readonly Survivor[];
}

/** Whether a run reached the goals, as a whole and in each file. */
export function isGood({ score, files }: Pick<MutantFigures, "score" | "files">): boolean {
  return score >= MIN_SCORE && files.every((file) => file.score >= MIN_FILE_SCORE);
}

const isNoticed = ({ status }: Mutant): boolean => status === "Killed" || status === "Timeout";
const isSurvivor = ({ status }: Mutant): boolean =>
  status === "Survived" || status === "NoCoverage";

/** The figures of all files of a report, with the reasons that `earlier` survivors have. */
export function figuresOf(report: Report, earlier: readonly Survivor[]): Omit<MutantFigures, "on"> {
  const all = Object.entries(report.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = all.map(([file, { mutants }]) => ({ file, ...scored(mutants) }));
  const survivors = all.flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(isSurvivor)
      .sort(
        ({ location: { start: a } }, { location: { start: b } }) =>
          a.line - b.line || a.column - b.column,
      )
      .map((mutant) => withReason(survivorOf(file, source.split("\n"), mutant), earlier)),
  );
  const { score } = scored(all.flatMap(([, { mutants }]) => mutants));
  return { score, files, survivors };
}

/** The score is in percent, with two digits; cut and not rounded, so that 100 means all. */
function scored(all: readonly Mutant[]): Omit<FileFigures, "file"> {
  const noticed = all.filter(isNoticed).length;
  const mutants = noticed + all.filter(isSurvivor).length;
  const score = mutants === 0 ? 100 : Math.floor((noticed / mutants) * 10_000) / 100;
  return { mutants, score };
}

function survivorOf(
  file: string,
  lines: readonly string[],
  { location: { start, end }, replacement = "" }: Mutant,
): Survivor {
  const touched = lines.slice(start.line - 1, end.line);
  const after = (touched.at(-1)?.length ?? 0) - (end.column - 1);
  const text = touched.join("\n");
  const original = text.slice(start.column - 1, text.length - after);
  const within = (lines[start.line - 1] ?? "").trim();
  return { file, line: start.line, within, original, replacement };
}

/** By what is there, and not by the line's number, which moves. */
function withReason(survivor: Survivor, earlier: readonly Survivor[]): Survivor {
  const known = earlier.find((one) =>
    (["file", "within", "original", "replacement"] as const).every(
      (key) => one[key] === survivor[key],
    ),
  );
  return known?.reason === undefined ? survivor : { ...survivor, reason: known.reason };
}
