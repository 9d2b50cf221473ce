// Which jobs are shown where, and from when until when.

/** Jobs that are left out for a while. Where neither `newest` nor `uuids` is given, that is all. */
export interface Hidden {
  /** The so many newest jobs of each account. */
  readonly newest?: number | undefined;
  /** The jobs with these uuids. */
  readonly uuids?: readonly string[] | undefined;
  /** For so long from when the knob is turned. Default `null`: until it is turned again. */
  readonly forMs?: number | null | undefined;
}

/** The knobs of what is shown. */
export interface VisibilityKnobs {
  /** How long a new job and its runs are missing from lists, in milliseconds. Default 0. */
  readonly listLagMs: number;
  /** How long reads of a new job and its runs by uuid answer 404, in milliseconds. Default 0. */
  readonly readLagMs: number;
  /** Jobs that lists leave out, their runs too. Default `null`: none. */
  readonly hiddenFromLists: Hidden | null;
  /** Jobs for which reads by uuid answer 404, their runs too. Default `null`: none. */
  readonly hiddenFromReads: Hidden | null;
  /** How long the API shows a job that has ended, in milliseconds. Default `null`: for ever. */
  readonly retentionMs: number | null;
}

/** Nothing is hidden. */
export const visibilityDefaults: VisibilityKnobs = {
  listLagMs: 0,
  readLagMs: 0,
  hiddenFromLists: null,
  hiddenFromReads: null,
  retentionMs: null,
};
