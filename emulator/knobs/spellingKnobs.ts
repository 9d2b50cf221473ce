// How what is true is spelled in answers.

/** A status that the API does not document, reported instead of the true one. */
export interface UnknownStatus {
  /** The status that is reported for jobs and runs, such as `MIGRATING`. */
  readonly status: string;
  /** In place of these. Default: of every status that is no end. */
  readonly insteadOf?: readonly string[] | undefined;
  /** For so long from when the knob is turned. Default `null`: until it is turned again. */
  readonly forMs?: number | null | undefined;
}

/** The knobs of spelling. */
export interface SpellingKnobs {
  /**
   * The precision of times: to the millisecond, to the second, only the day, or to the millisecond
   * in another zone, such as `+02:00`. Default `milliseconds`.
   */
  readonly timeForm: string;
  /** Which numbers are sent as texts: none, those in dollars, or all. Default `none`. */
  readonly numbersAsText: "none" | "prices" | "all";
  /** `RUNNING`, `running` or `Running`. Default `upper`. */
  readonly statusCase: "upper" | "lower" | "mixed";
  /** Default `null`: only documented statuses are reported. */
  readonly unknownStatus: UnknownStatus | null;
}

/** Answers are spelled as they are documented. */
export const spellingDefaults: SpellingKnobs = {
  timeForm: "milliseconds",
  numbersAsText: "none",
  statusCase: "upper",
  unknownStatus: null,
};
