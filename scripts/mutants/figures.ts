// What a run of mutation testing came to, from the reports that Stryker writes. Pure.

/** What the whole has to reach, in percent. */
export const MIN_SCORE = 95;
/** What each file has to reach. */
export const MIN_FILE_SCORE = 90;

/** A place in a file; lines and columns count from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** The part of Stryker's report that is read here. */
export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly status: string;
          readonly location: { readonly start: Place; readonly end: Place };
        }[];
      }
    >
  >;
}

type Mutant = Report["files"][string]["mutants"][number];

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly mutator: string;
  /** The line of code that it begins in. */
  readonly within: string;
  readonly original: string;
  readonly replacement: string;
  /** Why nobody has to notice it. */
  readonly reason?: string;
}

/** Why a mutant may survive. Not by its line, which moves: by what stands there. */
export interface Reason {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** A part of its first line, where the same text stands in the file more than once. */
  readonly near?: string;
  readonly reason: string;
}

/** What became of the mutants of one file. */
export interface FileFigures {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survived: number;
  /** Noticed, too: the mutant never came to an end. */
  readonly timeout: number;
  /** No test comes by. */
  readonly noCoverage: number;
  readonly score: number;
}

/** What `docs/mutants.json` holds. */
export interface Figures {
  readonly score: number;
  readonly files: readonly FileFigures[];
  readonly survivors: readonly Survivor[];
}

/** Whether a run reached what is asked for, as a whole and in each file. */
export function isGood({ score, files }: Figures): boolean {
  return score >= MIN_SCORE && files.every((file) => file.score >= MIN_FILE_SCORE);
}

/** The figures of all files of these reports, by their names. */
export function figuresOf(reports: readonly Report[], reasons: readonly Reason[]): Figures {
  const files = reports
    .flatMap((report) => Object.entries(report.files))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const figures = files.map(([file, { mutants }]) => fileFigures(file, mutants));
  return {
    score: scoreOf(
      sum(figures.map(({ killed, timeout }) => killed + timeout)),
      sum(figures.map(({ mutants }) => mutants)),
    ),
    files: figures,
    survivors: files.flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status === "Survived" || status === "NoCoverage")
        .sort((a, b) => comparePlaces(a.location.start, b.location.start))
        .map((mutant) => survivorOf(file, source.split("\n"), mutant, reasons)),
    ),
  };
}

/** Reasons for mutants that did not survive: whatever they were about is gone, or noticed by now. */
export function staleReasons(
  { survivors }: Figures,
  reasons: readonly Reason[],
): readonly Reason[] {
  return reasons.filter(
    ({ reason, ...key }) =>
      !survivors.some(
        (one) =>
          one.reason === reason &&
          one.file === key.file &&
          one.original === key.original &&
          one.replacement === key.replacement,
      ),
  );
}

function fileFigures(file: string, mutants: readonly Mutant[]): FileFigures {
  const count = (wanted: string): number =>
    mutants.filter(({ status }) => status === wanted).length;
  const [killed, survived] = [count("Killed"), count("Survived")];
  const [timeout, noCoverage] = [count("Timeout"), count("NoCoverage")];
  const all = killed + survived + timeout + noCoverage;
  const score = scoreOf(killed + timeout, all);
  return { file, mutants: all, killed, survived, timeout, noCoverage, score };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** In percent, with two digits; cut and not rounded, so that 100 means all. */
function scoreOf(noticed: number, mutants: number): number {
  return mutants === 0 ? 100 : Math.floor((noticed / mutants) * 10_000) / 100;
}

function survivorOf(
  file: string,
  lines: readonly string[],
  { location, mutatorName, replacement = "" }: Mutant,
  reasons: readonly Reason[],
): Survivor {
  const { line, column } = location.start;
  const within = (lines[line - 1] ?? "").trim();
  const original = textAt(lines, location);
  const known = reasons.find(
    (one) =>
      one.file === file &&
      one.original === original &&
      one.replacement === replacement &&
      within.includes(one.near ?? ""),
  );
  const reason = known === undefined ? {} : { reason: known.reason };
  return { file, line, column, mutator: mutatorName, within, original, replacement, ...reason };
}

function textAt(lines: readonly string[], { start, end }: Mutant["location"]): string {
  const touched = lines.slice(start.line - 1, end.line);
  const last = touched.length - 1;
  return touched
    .map((line, index) => (index === last ? line.slice(0, end.column - 1) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
    .join("\n");
}

function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}
