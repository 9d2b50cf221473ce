/** The result of one check. */
export interface DoctorLine {
  readonly verdict: "ok" | "warn" | "fail";
  readonly subject: string;
  /** What was found, and the next step if there is one. */
  readonly detail: string;
}
