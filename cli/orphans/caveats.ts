// What the list of orphans cannot say, in words. Pure.
import { countOf } from "../countOf";
import type { Orphan } from "./decideOrphans";
import type { OrphanReport } from "./findOrphans";
import { HELD_KINDS, nextStep, wordsOf } from "./heldWords";

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

const MAX_NAMED = 10;

/** A line for each reason and next step. */
function heldLines(orphans: readonly Orphan[]): readonly string[] {
  return HELD_KINDS.flatMap((kind) => {
    const ofKind = orphans.filter(({ held }) => held === kind);
    const steps = new Map(
      ofKind.map((orphan) => [nextStep(kind, orphan), wordsOf(kind, orphan).fact] as const),
    );
    return [...steps].map(([step, fact]) => {
      const named = ofKind.filter((orphan) => nextStep(kind, orphan) === step);
      return `${fact}: ${namesOf(named.map(({ job }) => job.uuid))}. ${step}`;
    });
  });
}

function namesOf(uuids: readonly string[]): string {
  const rest = uuids.length > MAX_NAMED ? ` and ${uuids.length - MAX_NAMED} more` : "";
  return `${uuids.slice(0, MAX_NAMED).join(", ")}${rest}`;
}
