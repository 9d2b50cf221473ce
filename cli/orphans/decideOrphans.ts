// Which of the account's marked jobs are orphans, and which of them may be cancelled unasked. Pure.
import type { JobDetails } from "../../provider/api/endpoints/jobs";
import { markerText, type Marker } from "../../provider/resources/job/marker";
import type { ProjectHashes } from "../../provider/resources/account/projectFile";
import type { StackState } from "./stackState";

/** A live job that carries our marker. */
export interface MarkedJob {
  readonly job: JobDetails;
  readonly marker: Marker;
}

/**
 * Why a job is never cancelled without a question:
 *
 * - `beingCreated`: a run had begun to create a resource like this one when the state was written, so
 *   the job may be in the state a moment later.
 * - `unknownStack`: the state of its stack was not read, so that state may hold it.
 * - `heldElsewhere`: the journal knows that a resource of a stack which was not read holds it, or that
 *   it is another backend's.
 */
export type Held = "beingCreated" | "unknownStack" | "heldElsewhere";

/** What this machine's journal knows of a job. */
export interface JournalFacts {
  /**
   * Hashes, without a namespace, of the stacks of this backend whose resources held it when states last
   * showed it.
   */
  readonly holders: readonly string[];
  /**
   * Whether it is not this backend's: a state of another one has shown it, or a run there requested it.
   * Stacks of two backends may have equal names, so what was read here says nothing about it.
   */
  readonly isOfOtherBackend: boolean;
  /** Whether the run that requested it was killed, and no state has shown the job since. */
  readonly isInterrupted: boolean;
  /** The project whose run requested it, as far as this machine knows. */
  readonly project: ProjectHashes;
  /** The stack whose run requested it, as `project/stack`, where this machine knows. */
  readonly stack?: string | undefined;
}

/** Asks the journal about a job. */
export type AskJournal = (job: MarkedJob) => JournalFacts;

/** A live job with our marker that is in no state that was read. */
export interface Orphan extends MarkedJob {
  /** The stack's whole name; `undefined` where its state was not read. */
  readonly stack: string | undefined;
  /**
   * Whether the state of its stack was read, or of one that is adopting it. If not, no run of that name may
   * be there to take it over.
   */
  readonly isStackRead: boolean;
  /** The stack that it was requested for, as `project/stack`, where only the journal knows. */
  readonly requestedFor: string | undefined;
  /** `undefined` for a job that may be cancelled unasked. */
  readonly held: Held | undefined;
  /** Whether it is held because it is another backend's. */
  readonly isOfOtherBackend: boolean;
}

/** A stack that the backend does not have any more. */
export interface RemovedStack {
  readonly name: string;
  /** Its hashes as markers have them. */
  readonly hashes: ReadonlySet<string>;
  /** The same without a namespace, as the journal has them. */
  readonly ownerHashes: ReadonlySet<string>;
}

/** What is known of stacks, and which of them are meant. */
export interface KnownStacks {
  readonly states: readonly StackState[];
  readonly removed: readonly RemovedStack[];
  /** Hashes of the stacks whose jobs are considered; `undefined` for all. */
  readonly scope: ReadonlySet<string> | undefined;
  /** Hashes of the names and folders of the projects of which every stack was read. */
  readonly projects: ReadonlySet<string>;
}

/** The outcome. */
export interface OrphanDecision {
  readonly orphans: readonly Orphan[];
  /** Jobs of stacks outside of the scope that are in no state that was read. */
  readonly outOfScope: number;
}

/** The state that holds a job, or the intent of its purchase. */
export function stateWith(
  states: readonly StackState[],
  { job, marker }: MarkedJob,
): StackState | undefined {
  return states.find(
    ({ uuids, unconfirmed }) => uuids.has(job.uuid) || unconfirmed.has(markerText(marker)),
  );
}

/** Whether a run of a stack had begun to adopt a job when the state was written. */
export function isAdopting({ beingBought }: StackState, { job }: MarkedJob): boolean {
  return beingBought.some(({ adopts }) => adopts === job.uuid || adopts === "anyJob");
}

/** Decides. Whether a state holds a job is a matter of uuids: markers keep the names of the past. */
export function decideOrphans(
  jobs: readonly MarkedJob[],
  { states, removed, scope, projects }: KnownStacks,
  askJournal: AskJournal,
): OrphanDecision {
  const untracked = jobs
    .filter((marked) => stateWith(states, marked) === undefined)
    .map((marked) => ({ marked, facts: askJournal(marked) }));
  const stackOf = ({ stack }: Marker): string | undefined =>
    [...states, ...removed].find(({ hashes }) => hashes.has(stack))?.name;
  const meant = states.filter(({ hashes }) => [...hashes].some((hash) => scope?.has(hash) ?? true));
  const isMeant = ({ marker }: MarkedJob, facts: JournalFacts): boolean => {
    if (scope?.has(marker.stack) ?? true) return true;
    // A stack may have been renamed after a run of it was killed: its state still names the purchase.
    if (meant.some(({ beingBought }) => isAmong(beingBought, marker))) return true;
    const { holders, isInterrupted, project } = facts;
    // A stack that was removed may have adopted a job of another one.
    if (holders.some((holder) => removed.some(({ ownerHashes }) => ownerHashes.has(holder))))
      return true;
    // Its stack was renamed or removed since, or its project was: nothing else would ever list it. What
    // another project of the same folder holds is that one's, so the folder counts for killed runs alone.
    const hashes = [project.name, isInterrupted ? project.folder : undefined];
    return hashes.some((hash) => hash !== undefined && projects.has(hash));
  };
  const isRemoved = ({ stack }: Marker): boolean => removed.some(({ hashes }) => hashes.has(stack));
  // A holder's name means a stack of this backend alone.
  const ownStates = states.filter(({ isOfOtherBackend }) => !isOfOtherBackend);
  const isRead = (holder: string): boolean =>
    [...ownStates, ...removed].some(({ ownerHashes }) => ownerHashes.has(holder));
  const heldOf = (
    marked: MarkedJob,
    { holders, isInterrupted, isOfOtherBackend }: JournalFacts,
    stack: string | undefined,
  ): Held | undefined => {
    // First: a person who ends a run of their own does not mean what another stack holds.
    if (isOfOtherBackend) return "heldElsewhere";
    if (stack !== undefined && !holders.every(isRead)) return "heldElsewhere";
    // Its state has the job as soon as that run has ended, whichever stack the job was bought for.
    if (states.some((state) => isAdopting(state, marked))) return "beingCreated";
    // What a killed run of a removed stack requested is taken over by no run any more.
    const { marker } = marked;
    const isAbandoned = isInterrupted && isRemoved(marker);
    const isBeingCreated = states.some((state) => mayBeCreating(state, marker));
    if (isBeingCreated && !isAbandoned) return "beingCreated";
    return stack === undefined ? "unknownStack" : undefined;
  };
  const orphans = untracked
    .filter(({ marked, facts }) => isMeant(marked, facts))
    .map(({ marked, facts }): Orphan => {
      const stack = stackOf(marked.marker);
      return {
        ...marked,
        stack,
        isStackRead: states.some(
          (state) => state.hashes.has(marked.marker.stack) || isAdopting(state, marked),
        ),
        requestedFor: stack === undefined ? facts.stack : undefined,
        held: heldOf(marked, facts, stack),
        isOfOtherBackend: facts.isOfOtherBackend,
      };
    });
  return { orphans, outOfScope: untracked.length - orphans.length };
}

function mayBeCreating(
  { hashes, isUpdating, beingBought }: StackState,
  { stack, resource, generation }: Marker,
): boolean {
  if (isUpdating && hashes.has(stack)) return true;
  if (isAmong(beingBought, { generation })) return true;
  return (
    hashes.has(stack) &&
    beingBought.some((purchase) => (purchase.resource ?? resource) === resource)
  );
}

/** Whether a job is the very one of a create that had begun. */
function isAmong(
  beingBought: StackState["beingBought"],
  { generation }: Pick<Marker, "generation">,
): boolean {
  return beingBought.some((purchase) => purchase.generation === generation);
}
