// What the list of orphans cannot say, in words. Pure.
import { countOf } from "../countOf";
import type { Held, Orphan } from "./decideOrphans";
import type { OrphanReport } from "./findOrphans";

/** What is said where there are no orphans. */
export function noOrphansWords({ outOfScope }: Pick<OrphanReport, "outOfScope">): string {
  return outOfScope === 0 ? "No orphans." : "No orphans of the stacks that were read.";
}

/** Lines about a report; none where it says everything. */
export function caveatsOf(
  { orphans, outOfScope, complete }: OrphanReport,
  readsStates: boolean,
): readonly string[] {
  return [
    ...(complete
      ? []
      : ["The service did not list all jobs of the account: there may be more orphans."]),
    ...(orphans.length > 0 && !readsStates
      ? ["No state was read, so jobs that a stack holds are listed too."]
      : []),
    ...heldLines(orphans),
    ...(outOfScope === 0
      ? []
      : [
          `Not shown: ${countOf(outOfScope, "live job")} of stacks that were not read or not ` +
            "asked for. --all shows them.",
        ]),
  ];
}

/** What a job that is held back means, and what to do about it. */
const HELD: Readonly<Record<Held, { readonly fact: string; readonly next: string }>> = {
  beingCreated: {
    fact: "Possibly being created by a run right now",
    next:
      "Wait until the run has ended. If it was killed, run `pulumi up` in that stack, which takes the " +
      "job over. If it does not, because the resource has left the program or the stack was renamed, " +
      "cancel the job with `sweep --cancel`, which asks first, or add --being-created to --yes.",
  },
  heldElsewhere: {
    fact: "Held by a resource of a stack that was not read, according to this machine's journal",
    next:
      "Read that stack too, with another --project or --state. If it was removed, name it with " +
      "another --stack.",
  },
  unknownStack: {
    fact: "Of a stack whose state was not read",
    next:
      "Read it with --project or --state. If the stack was removed or renamed, name it as it was " +
      "with --stack.",
  },
};

const MAX_NAMED = 10;

function heldLines(orphans: readonly Orphan[]): readonly string[] {
  return (["beingCreated", "heldElsewhere", "unknownStack"] as const).flatMap((held) => {
    const uuids = orphans.flatMap((orphan) => (orphan.held === held ? [orphan.job.uuid] : []));
    if (uuids.length === 0) return [];
    const { fact, next } = HELD[held];
    const rest = uuids.length > MAX_NAMED ? ` and ${uuids.length - MAX_NAMED} more` : "";
    const named = `${uuids.slice(0, MAX_NAMED).join(", ")}${rest}`;
    return [`${fact}: ${named}. \`sweep --cancel --yes\` does not touch this. ${next}`];
  });
}
