/** One line of the doctor's. */
export interface DoctorLine {
  readonly verdict: "ok" | "warn" | "fail";
  readonly subject: string;
  /** What was found, and the next step where one is needed. */
  readonly detail: string;
}
