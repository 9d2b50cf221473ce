// Time has passed since the orphans were listed, perhaps with a question on the screen: a run may have
// taken one into its state. Pure.
import { isAgreed, type Consent } from "../orphans/consent";
import {
  decideOrphans,
  stateWith,
  type AskJournal,
  type KnownStacks,
  type Orphan,
} from "../orphans/decideOrphans";
import { wordsOf } from "../orphans/heldWords";
import type { StackState } from "../orphans/stackState";
import type { Ending } from "./endOrphan";

/** Orphans as they are now. */
export interface Recheck {
  readonly cancellable: readonly Orphan[];
  readonly left: readonly Ending[];
}

const NOT_ASKED = "may be cancelled now, but was not asked about; not cancelled: run sweep again";

/** Decides again which orphans may be cancelled. */
export function recheck(
  listed: readonly Orphan[],
  stacks: KnownStacks,
  askJournal: AskJournal,
  consent: Consent,
): Recheck {
  const now = new Map(
    decideOrphans(listed, stacks, askJournal).orphans.map((orphan) => [orphan.job.uuid, orphan]),
  );
  const judged = listed.map(({ job: { uuid }, held: heldBefore }): Orphan | Ending => {
    const orphan = now.get(uuid);
    if (orphan === undefined) return left(uuid, "a stack's state holds it now; not cancelled");
    const { held } = orphan;
    if (held !== undefined && !isAgreed(held, consent))
      return left(uuid, wordsOf(held, orphan).left);
    if (consent.isUnasked) return orphan;
    // The question was about what was known then.
    if (held !== undefined && held !== heldBefore) return left(uuid, wordsOf(held, orphan).left);
    return isAgreed(heldBefore, consent) ? orphan : left(uuid, NOT_ASKED);
  });
  return {
    cancellable: judged.flatMap((each) => ("job" in each ? [each] : [])),
    left: judged.flatMap((each) => ("job" in each ? [] : [each])),
  };
}

/** Leaves the jobs that the state of another stack holds: it may have adopted or been given them. */
export function keepHeldJobs(
  { cancellable, left: leftBefore }: Recheck,
  others: readonly StackState[],
): Recheck {
  const held = cancellable.flatMap((orphan) => {
    const state = stateWith(others, orphan);
    if (state === undefined) return [];
    const name = state.name ?? "another project";
    return [left(orphan.job.uuid, `the state of stack ${name} holds it; not cancelled`)];
  });
  return {
    cancellable: cancellable.filter((orphan) => stateWith(others, orphan) === undefined),
    left: [...leftBefore, ...held],
  };
}

function left(uuid: string, detail: string): Ending {
  return { uuid, result: "left", detail };
}
