// Time has passed since the orphans were listed, perhaps with a question on the screen: a run may have
// taken one into its state. Pure.
import {
  decideOrphans,
  type AskJournal,
  type Held,
  type KnownStacks,
  type Orphan,
} from "../orphans/decideOrphans";
import type { Ending } from "./endOrphan";

/** Orphans as they are now. */
export interface Recheck {
  readonly cancellable: readonly Orphan[];
  readonly left: readonly Ending[];
}

const WHY_HELD: Readonly<Record<Held, string>> = {
  beingCreated: "may be being created by a run right now; not cancelled without a question",
  heldElsewhere:
    "a resource of a stack that was not read holds it, according to this machine's journal; not " +
    "cancelled without a question",
  unknownStack: "the state of its stack was not read; not cancelled without a question",
};

/** What was agreed to before anything is cancelled. */
export interface Consent {
  /** Whether no question was asked: jobs that are held back are then left alone. */
  readonly isUnasked: boolean;
  /** A kind of those that may be cancelled all the same. */
  readonly even?: Held | undefined;
}

/** Decides again which orphans may be cancelled. */
export function recheck(
  listed: readonly Orphan[],
  stacks: KnownStacks,
  askJournal: AskJournal,
  { isUnasked, even }: Consent,
): Recheck {
  const now = new Map(
    decideOrphans(listed, stacks, askJournal).orphans.map((orphan) => [orphan.job.uuid, orphan]),
  );
  const judged = listed.map(({ job: { uuid }, held: heldBefore }): Orphan | Ending => {
    const orphan = now.get(uuid);
    if (orphan === undefined) return left(uuid, "a stack's state holds it now; not cancelled");
    const { held } = orphan;
    // The question was about what was known then.
    const isHeld = held !== undefined && held !== even && (isUnasked || held !== heldBefore);
    return isHeld ? left(uuid, WHY_HELD[held]) : orphan;
  });
  return {
    cancellable: judged.flatMap((each) => ("job" in each ? [each] : [])),
    left: judged.flatMap((each) => ("job" in each ? [] : [each])),
  };
}

function left(uuid: string, detail: string): Ending {
  return { uuid, result: "left", detail };
}
