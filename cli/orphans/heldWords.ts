// What each reason to hold a job back is called, and what to do about it. Pure.
import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import type { Held, Orphan } from "./decideOrphans";

/** The reasons in the order in which they are said. */
export const HELD_KINDS = ["beingCreated", "heldElsewhere", "unknownStack"] as const;

/** One reason. */
export interface HeldWords {
  /** In a table. */
  readonly cell: string;
  /** After a number of jobs, or after their state of being left. */
  readonly reason: string;
  /** At the head of a note. */
  readonly fact: string;
  /** After a job that a sweep has left alone. */
  readonly left: string;
}

/** Each reason in words. */
export const heldWords: Readonly<Record<Held, HeldWords>> = {
  beingCreated: {
    cell: "being created",
    reason: "possibly being created by a run right now",
    fact: "Possibly being created by a run right now",
    left: "may be being created by a run right now; not cancelled without a question",
  },
  heldElsewhere: {
    cell: "by another stack",
    reason: "held by a resource of a stack that was not read",
    fact: "Held by a resource of a stack that was not read, according to this machine's journal",
    left:
      "a resource of a stack that was not read holds it, according to this machine's journal; not " +
      "cancelled: read that stack too",
  },
  unknownStack: {
    cell: "state not read",
    reason: "of a stack whose state was not read",
    fact: "Of a stack whose state was not read",
    left: "the state of its stack was not read; not cancelled: read it, or name the stack as it was with --stack",
  },
};

/** The words for a job that is another backend's: reading another stack would not help. */
const OTHER_BACKEND: HeldWords = {
  cell: "by another backend",
  reason: "requested or held by a stack of another backend",
  fact: "Requested or held by a stack of another backend, according to this machine's journal",
  left:
    "a stack of another backend requested or holds it, according to this machine's journal; not " +
    "cancelled: run sweep with that backend",
};

/** Why a job is held back, in words. */
export function wordsOf(
  held: Held,
  { isOfOtherBackend }: Pick<Orphan, "isOfOtherBackend">,
): HeldWords {
  return held === "heldElsewhere" && isOfOtherBackend ? OTHER_BACKEND : heldWords[held];
}

/** What to do about a job that is held back. */
export function nextStep(
  held: Held,
  {
    isStackRead,
    requestedFor,
    isOfOtherBackend,
  }: Pick<Orphan, "isStackRead" | "requestedFor" | "isOfOtherBackend">,
): string {
  if (held === "heldElsewhere" && isOfOtherBackend) {
    return (
      "`sweep` never cancels such a job. Run it with that backend: it reads the states there. If no " +
      "stack of that backend has the job, cancel it in the console."
    );
  }
  if (held === "heldElsewhere") {
    return (
      "`sweep` never cancels such a job. Read that stack too, with another --project or --state. If " +
      "it was removed, name it with another --stack."
    );
  }
  if (held === "unknownStack") {
    return (
      "`sweep --cancel` leaves such a job alone. Read its stack with --project or --state. If the " +
      `stack was renamed or removed, name it as it was: ${oldName(requestedFor)}. Without its name, ` +
      "`sweep --all --cancel` asks about such jobs by themselves."
    );
  }
  const sweep = "run `sweep --cancel` and answer y, or add --being-created to --yes";
  if (isStackRead) {
    return (
      "Wait until that run has ended. If it was killed: `pulumi up` takes the job over, unless the " +
      `resource has left the program; or ${sweep}.`
    );
  }
  return (
    "Wait until that run has ended. The stack was renamed or removed since, so no run takes the job " +
    `over. If the run was killed: name the stack as it was, ${oldName(requestedFor)}; or ${sweep}.`
  );
}

function oldName(requestedFor: string | undefined): string {
  const name = sanitizeOneLine(requestedFor ?? "project/old-name");
  return `--stack organization/${name} (with Pulumi Cloud, your organization)`;
}
