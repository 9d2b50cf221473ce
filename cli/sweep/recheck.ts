// Time has passed since the orphans were listed, perhaps with a question on the screen: a run may have
// taken one into its state. Pure.
import { isAgreed, type Consent } from "../orphans/consent";
import {
  decideOrphans,
  isAdopting,
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
  return split(judged);
}

/** Leaves the jobs that the state of another stack holds, or that a run of it adopts right now. */
export function keepHeldJobs(
  { cancellable, left: leftBefore }: Recheck,
  others: readonly StackState[],
): Recheck {
  const judged = cancellable.map((orphan): Orphan | Ending => {
    const nameOf = ({ name = "another project" }: StackState): string => name;
    const holding = stateWith(others, orphan);
    const adopting = others.find((state) => isAdopting(state, orphan));
    const { uuid } = orphan.job;
    if (holding !== undefined) {
      return left(uuid, `the state of stack ${nameOf(holding)} holds it; not cancelled`);
    }
    if (adopting === undefined) return orphan;
    return left(uuid, `a run of stack ${nameOf(adopting)} may be adopting it; not cancelled`);
  });
  return split(judged, leftBefore);
}

function split(judged: readonly (Orphan | Ending)[], leftBefore: readonly Ending[] = []): Recheck {
  return {
    cancellable: judged.flatMap((each) => ("job" in each ? [each] : [])),
    left: [...leftBefore, ...judged.flatMap((each) => ("job" in each ? [] : [each]))],
  };
}

function left(uuid: string, detail: string): Ending {
  return { uuid, result: "left", detail };
}
